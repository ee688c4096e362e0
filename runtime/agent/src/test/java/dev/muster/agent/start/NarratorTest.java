package dev.muster.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.stream.EventStream;
import dev.muster.fleet.Cause;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;
import dev.muster.supervisor.SupervisorListener.Outcome;
import dev.muster.supervisor.SupervisorListener.Progress;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code up} is told of a fleet, while it starts and when it is up already. */
final class NarratorTest {
    private static final String KEEP_ALIVE = ":";

    private final StartAccount account = new StartAccount();
    private final AtomicLong now = new AtomicLong();
    private final Narrator narrator = new Narrator(account, now::get);

    @Test
    void endsTheStartWithWhatIsNotReadyAndThatItFailed() throws Exception {
        try (var listener = new Listener()) {
            account.line("  build   payments    1 s");
            narrator.changed(payments(new BuildState.Failed("no"), Phase.GAVE_UP));

            assertThat(listener.told())
                    .containsExactly(
                            "line   build   payments    1 s",
                            "line   payments did not build." + " Log: .muster/build/payments.log",
                            "ready false");
        }
    }

    @Test
    void tellsHowLongAStepHasGoneOnWhenItIsHeardOf() throws Exception {
        narrator.progressed(
                new Progress("payments", "build", Duration.ofSeconds(1), Outcome.RUNNING, ""));
        now.addAndGet(Duration.ofSeconds(2).toNanos());

        try (var listener = new Listener()) {
            assertThat(listener.told())
                    .containsExactly("plain   build   payments", "step   build   payments    3 s");
        }
    }

    @Test
    void tellsWhatHappensToThoseWhoSeeNoStepsWhenItHappens() throws Exception {
        narrator.progressed(running("payments", ""));
        narrator.progressed(running("orders", ""));
        narrator.progressed(running("payments", "compiling"));
        narrator.changed(payments(new BuildState.Running(), Phase.BACKING_OFF));
        narrator.changed(payments(new BuildState.Running(), Phase.BACKING_OFF));
        narrator.changed(payments(new BuildState.Running(), Phase.READY));
        narrator.changed(payments(new BuildState.Running(), Phase.READY));

        try (var listener = new Listener()) {
            assertThat(listener.told())
                    .filteredOn(line -> line.startsWith("plain"))
                    .containsExactly(
                            "plain   build   payments",
                            "plain   build   orders",
                            "plain   failed  payments: no answer",
                            "plain   ready   payments    1 s");
        }
    }

    private static Progress running(String service, String text) {
        return new Progress(service, "build", Duration.ofSeconds(1), Outcome.RUNNING, text);
    }

    @Test
    void tellsWhoComesLaterOnlyHowTheFleetStandsNow() throws Exception {
        account.line("  build   payments    1 s");
        narrator.changed(payments(new BuildState.Failed("no"), Phase.GAVE_UP));
        narrator.changed(payments(new BuildState.Running(), Phase.GAVE_UP));
        narrator.changed(payments(new BuildState.Done(), Phase.READY));

        try (var listener = new Listener()) {
            assertThat(listener.told()).containsExactly("ready true");
        }
    }

    @Test
    void saysNothingYetToWhoComesWhileTheFleetIsOnItsWay() throws Exception {
        narrator.changed(payments(new BuildState.Done(), Phase.READY));
        narrator.changed(payments(new BuildState.Running(), Phase.READY));

        try (var listener = new Listener()) {
            assertThat(listener.told()).isEmpty();
        }
    }

    /** Hears the account from when this is made. */
    private final class Listener implements AutoCloseable {
        private final BufferedReader events;
        private final List<String> atOnce = new ArrayList<>();

        Listener() throws IOException {
            var in = new PipedInputStream();
            var out = new PipedOutputStream(in);
            events = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (out) {
                                    EventStream.response(account::tell).body().writeTo(out);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            awaitKeepAlive(); // the head of the stream
            awaitKeepAlive(); // the account, as far as it goes
        }

        private void awaitKeepAlive() throws IOException {
            for (var line = events.readLine(); !line.equals(KEEP_ALIVE); line = events.readLine()) {
                atOnce.add(line);
            }
        }

        /** What it hears until the agent ends, which it does at once. */
        List<String> told() {
            account.end();
            return Stream.concat(atOnce.stream(), events.lines())
                    .filter(line -> !line.equals(KEEP_ALIVE) && !line.isEmpty())
                    .collect(Collectors.joining("\n"))
                    .replaceAll("event: (\\w+)\ndata: ?", "$1 ")
                    .lines()
                    .toList();
        }

        @Override
        public void close() throws IOException {
            events.close();
        }
    }

    private static FleetStatus payments(BuildState build, Phase phase) {
        var replica =
                new ReplicaStatus(
                        "payments-1",
                        phase,
                        Optional.<Cause>of(new Cause.Told("no answer"))
                                .filter(_ -> phase != Phase.READY),
                        Optional.empty(),
                        "127.0.0.1",
                        20_000,
                        Instant.EPOCH,
                        Optional.of(Duration.ofSeconds(1)).filter(_ -> phase == Phase.READY),
                        0,
                        "a41c9e0",
                        Optional.empty(),
                        Instant.EPOCH,
                        true);
        var service = new ServiceStatus("payments", 1, build, "java", List.of(replica));
        return new FleetStatus(Instant.EPOCH, new LinkedHashMap<>(Map.of("payments", service)));
    }
}
