package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.agent.backend.AgentBackend;
import dev.muster.agent.start.AgentException;
import dev.muster.agent.start.Drivers;
import dev.muster.agent.start.Narrator;
import dev.muster.agent.start.StartAccount;
import dev.muster.agent.stream.Changes;
import dev.muster.agent.view.EventLog;
import dev.muster.agent.view.FirstRequest;
import dev.muster.fleet.FleetFile;
import dev.muster.fleet.FleetSpec;
import dev.muster.gateway.Gateway;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayContext;
import dev.muster.http.HttpProblem;
import dev.muster.registry.Registry;
import dev.muster.store.StoreBackend;
import dev.muster.store.event.EventConfig;
import dev.muster.store.event.EventStore;
import dev.muster.store.metric.Scraper;
import dev.muster.store.metric.ScraperConfig;
import dev.muster.store.metric.SeriesConfig;
import dev.muster.store.metric.SeriesStore;
import dev.muster.supervisor.Ports;
import dev.muster.supervisor.Supervisor;
import dev.muster.supervisor.SupervisorConfig;
import dev.muster.supervisor.SupervisorException;
import dev.muster.transport.EventLoops;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** How an agent ends: by an order, or with the terminal that its fleet belongs to. */
@Timeout(300)
final class LifecycleTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir Path folder;

    private final Clock clock = Clock.systemUTC();
    private final EventLoops loops = EventLoops.create(1);
    private final Closing closing = new Closing();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Each look at the clock is two minutes after the last. */
    private final AtomicLong nanos = new AtomicLong();

    private final Semaphore exits = new Semaphore(0);
    private Path state;
    private Supervisor supervisor;
    private Lifecycle lifecycle;

    /** Of the same fleet, whose supervisor it is not given yet. */
    private Lifecycle starting;

    @BeforeEach
    void run() throws IOException {
        Files.writeString(
                folder.resolve("muster.yaml"),
                "muster: 1\nname: tiny\nservices: { job: { command: sleep 600 } }\n");
        state = Files.createDirectory(folder.resolve(".muster"));
        var fleet = FleetFile.load(folder);
        closing.add(() -> closed.set(true));
        var registry = new Registry(clock);
        var gateway = Gateway.start(GatewayConfig.loopback(0), loops, GatewayContext.of(registry));
        var account = new StartAccount();
        var changes = new Changes();
        var wiring = wiring(fleet, registry, gateway, account, changes);
        supervisor =
                Supervisor.start(
                        SupervisorConfig.in(state),
                        Drivers.ALL,
                        fleet,
                        Ports.open(state, "tiny", _ -> Optional.empty()),
                        (_, _, _) -> Map.of(),
                        wiring);
        var backend =
                new AgentBackend(
                        clock,
                        () -> nanos.addAndGet(Duration.ofMinutes(2).toNanos()),
                        AgentBackend.SYSTEM.pause(),
                        AgentBackend.SYSTEM.threads(),
                        AgentBackend.SYSTEM.random());
        starting =
                new Lifecycle(
                        fleet, wiring, gateway, closing, account, changes, backend, exits::release);
        lifecycle =
                new Lifecycle(
                        fleet, wiring, gateway, closing, account, changes, backend, exits::release);
        lifecycle.supervise(_ -> supervisor);
        await().atMost(PATIENCE).until(() -> job().isPresent());
    }

    private Wiring wiring(
            FleetSpec fleet,
            Registry registry,
            Gateway gateway,
            StartAccount account,
            Changes changes)
            throws IOException {
        var series = new SeriesStore(SeriesConfig.standard(), clock);
        var events =
                closing.add(
                        EventStore.open(
                                state.resolve("events.jsonl"), EventConfig.standard(), clock));
        return new Wiring(
                fleet,
                clock.instant(),
                registry,
                closing.add(Scraper.start(ScraperConfig.standard(), series, StoreBackend.SYSTEM)),
                new EventLog(events, changes),
                new Narrator(account, System::nanoTime),
                new FirstRequest(fleet, gateway.port(), AgentBackend.SYSTEM),
                changes);
    }

    @AfterEach
    void end() throws IOException {
        if (Files.isRegularFile(state.resolve("run"))) {
            Files.delete(state.resolve("run"));
        }
        assertThat(supervisor.stopNow()).isEmpty();
        closing.close();
        loops.close();
    }

    @Test
    void endsWithTheTerminalThatItBelongsTo() throws Exception {
        long job = job().orElseThrow();

        lifecycle.ownerGone();
        lifecycle.ownerGone();

        assertThat(exits.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> lifecycle.scale("job", 2))
                .isInstanceOf(HttpProblem.class)
                .hasMessageContaining("the fleet is being stopped");
        assertThat(lifecycle.isDown()).isFalse();
        assertThat(lifecycle.end()).isEmpty();
        assertThat(lifecycle.isDown()).isTrue();
        assertThat(closed).isTrue();
        assertThat(ProcessHandle.of(job)).isEmpty();
        assertThat(exits.availablePermits()).as("further exits").isZero();
    }

    /** The agent ends all the same: whoever comes next can look again. */
    @Test
    void saysThatItMayNotBeDownWhereNobodyCouldLook() throws Exception {
        Files.move(state.resolve("run"), state.resolve("elsewhere"));
        Files.createFile(state.resolve("run"));

        assertThatThrownBy(() -> lifecycle.down(false))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> {
                            assertThat(problem.status()).isEqualTo(500);
                            assertThat(problem.detail())
                                    .startsWith("tiny may not be down: ")
                                    .contains(state.resolve("run") + " cannot be read");
                        });
        assertThat(exits.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(lifecycle.end())
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).startsWith("tiny may not be down: "));
        assertThat(lifecycle.isDown()).isFalse();
        assertThat(closed).isTrue();
    }

    @Test
    void saysWhatItStopped() throws Exception {
        assertThat(lifecycle.down(false))
                .isEqualTo("tiny is down: 1 service, 1 replica stopped, 2 min.");
        assertThat(exits.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(lifecycle.isDown()).isTrue();
    }

    @Test
    void stopsWhatIsBeingTakenOverToo() {
        var told = CompletableFuture.supplyAsync(() -> starting.down(false));
        await().atMost(PATIENCE).until(starting::isStopping);

        starting.supervise(_ -> supervisor);

        assertThat(told.join()).startsWith("tiny is down: 1 service, 1 replica stopped, ");
    }

    @Test
    void endsWithTheSupervisorThatIsStillBeingStarted() {
        var ended = CompletableFuture.supplyAsync(starting::end);
        await().atMost(PATIENCE).until(starting::isStopping);

        starting.supervise(_ -> supervisor);

        assertThat(ended.join()).isEmpty();
        assertThat(starting.isDown()).isTrue();
    }

    @Test
    void letsNobodyWaitForASupervisorThatCouldNotStart() {
        var scaled = CompletableFuture.supplyAsync(() -> starting.scale("job", 2));
        assertThatThrownBy(
                        () ->
                                starting.supervise(
                                        _ -> {
                                            throw new SupervisorException("no such driver");
                                        }))
                .isInstanceOf(AgentException.class)
                .hasMessage("no such driver");

        assertThat(scaled).failsWithin(PATIENCE);
        assertThatThrownBy(() -> starting.down(false))
                .hasMessageContaining(
                        "tiny may not be down: this agent could not start to run it.");
        assertThat(starting.end()).isEmpty();
        assertThat(starting.isDown()).isFalse();
    }

    private Optional<Long> job() {
        return lifecycle.status().replica("job-1").flatMap(replica -> replica.pid());
    }
}
