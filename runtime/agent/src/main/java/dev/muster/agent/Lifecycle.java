package dev.muster.agent;

import dev.muster.agent.api.Orders;
import dev.muster.agent.backend.AgentBackend;
import dev.muster.agent.start.AgentException;
import dev.muster.agent.start.StartAccount;
import dev.muster.agent.stream.Changes;
import dev.muster.driver.Leftover;
import dev.muster.fleet.Counted;
import dev.muster.fleet.DurationText;
import dev.muster.fleet.FleetSpec;
import dev.muster.fleet.Sentences;
import dev.muster.gateway.Gateway;
import dev.muster.http.HttpProblem;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;
import dev.muster.supervisor.RestartOutcome;
import dev.muster.supervisor.Supervisor;
import dev.muster.supervisor.SupervisorException;
import dev.muster.supervisor.SupervisorListener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Carries out the orders that change the fleet, from a scale to its end. Thread-safe. */
final class Lifecycle implements Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final Duration GATEWAY_GRACE = Duration.ofSeconds(5);

    private final FleetSpec fleet;
    private final Wiring wiring;
    private final Gateway gateway;
    private final Closing closing;
    private final StartAccount account;
    private final Changes changes;
    private final AgentBackend backend;
    private final Runnable exit;
    private final CompletableFuture<Supervisor> supervisor = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean isDown;

    /**
     * @param exit ends this process by way of {@link #end}; returns at once
     */
    Lifecycle(
            FleetSpec fleet,
            Wiring wiring,
            Gateway gateway,
            Closing closing,
            StartAccount account,
            Changes changes,
            AgentBackend backend,
            Runnable exit) {
        this.fleet = fleet;
        this.wiring = wiring;
        this.gateway = gateway;
        this.closing = closing;
        this.account = account;
        this.changes = changes;
        this.backend = backend;
        this.exit = exit;
    }

    /** Starts the supervisor; the orders that came before wait for it. */
    void supervise(Function<SupervisorListener, Supervisor> start) {
        try {
            supervisor.complete(start.apply(wiring));
        } catch (SupervisorException e) {
            supervisor.completeExceptionally(e);
            throw new AgentException(sentence(e), e);
        } catch (RuntimeException | Error e) {
            supervisor.completeExceptionally(e);
            throw e;
        }
    }

    /** How many replicas of an earlier agent's were taken over. */
    int takenOver() {
        return supervisor.join().takenOver();
    }

    /** How every replica is; nothing is known of any before the supervisor runs. */
    FleetStatus status() {
        return supervisor.state() == Future.State.SUCCESS
                ? supervisor.join().status()
                : new FleetStatus(backend.clock().instant(), new LinkedHashMap<>());
    }

    /** From when on the log of a replica holds lines of the process that runs now. */
    Instant logSince(String replica) {
        return status().replica(replica).map(ReplicaStatus::logSince).orElse(Instant.EPOCH);
    }

    boolean isStopping() {
        return stopping.get();
    }

    /** Whether everything was ended, and was looked for in vain. */
    boolean isDown() {
        return isDown;
    }

    private boolean runs(String service) {
        var found = status().services().get(service);
        return found != null && found.ready() > 0;
    }

    @Override
    public String scale(String service, int replicas) {
        requireNotStopping();
        var running = supervisor.join();
        var found = running.status().services().get(service);
        if (found == null) {
            throw HttpProblem.notFound("the fleet has no service \"" + service + "\"");
        }
        try {
            running.scale(service, replicas);
        } catch (SupervisorException e) {
            throw HttpProblem.unprocessable(sentence(e));
        }
        return service + " is scaled from " + found.wanted() + " to " + replicas + ".";
    }

    @Override
    public String restart(String service) {
        requireNotStopping();
        RestartOutcome outcome;
        try {
            outcome = supervisor.join().restart(service);
        } catch (SupervisorException e) {
            throw HttpProblem.unprocessable(sentence(e));
        }
        return switch (outcome) {
            case RestartOutcome.Restarted(var replicas, var took) ->
                    service
                            + ": "
                            + Counted.of(replicas, "replica")
                            + " restarted, "
                            + DurationText.of(took)
                            + ".";
            case RestartOutcome.BuildFailed(var lines, var log) ->
                    throw HttpProblem.unprocessable(
                            String.join("\n", lines)
                                    + "\n"
                                    + service
                                    + " did not build; "
                                    + (runs(service)
                                            ? "its replicas go on with the code they have."
                                            : "none of it runs.")
                                    + " Log: "
                                    + log);
            case RestartOutcome.NotReady(var replica, var cause, var replaced) ->
                    throw HttpProblem.unprocessable(
                            replica
                                    + " did not become ready: "
                                    + Sentences.of(cause).text()
                                    + ". "
                                    + afterwards(service, replaced));
        };
    }

    private void requireNotStopping() {
        if (isStopping()) {
            throw HttpProblem.unprocessable("the fleet is being stopped");
        }
    }

    /** What serves now that a restart stopped at a replica that did not get ready. */
    private String afterwards(String service, int replaced) {
        long ready = status().service(service).map(ServiceStatus::ready).orElse(0L);
        if (replaced > 0) {
            return Counted.of(replaced, "replica")
                    + (replaced == 1 ? " was" : " were")
                    + " replaced before it.";
        }
        if (ready == 0) {
            return "None of its replicas is ready now.";
        }
        return ready == 1
                ? "The replica that is ready goes on as it was."
                : "The " + ready + " replicas that are ready go on as they were.";
    }

    @Override
    public String down(boolean force) {
        beginToStop();
        if (!awaitStart()) {
            throw HttpProblem.of(
                    500, fleet.name() + " may not be down: this agent could not start to run it.");
        }
        long began = now();
        var running =
                status().services().values().stream()
                        .flatMap(service -> service.replicas().stream())
                        .filter(replica -> replica.pid().isPresent())
                        .count();
        try {
            stopReplicas(force)
                    .ifPresent(
                            sentence -> {
                                throw HttpProblem.of(500, sentence);
                            });
        } finally {
            exit.run();
        }
        return fleet.name()
                + " is down: "
                + Counted.of(fleet.services().size(), "service")
                + ", "
                + Counted.of(running, "replica")
                + " stopped, "
                + DurationText.of(Duration.ofNanos(now() - began))
                + ".";
    }

    private long now() {
        return backend.nanoTime().getAsLong();
    }

    /** The terminal that the fleet belongs to is gone: it ends as at a TERM, with {@link #end}. */
    void ownerGone() {
        if (beginToStop()) {
            exit.run();
        }
    }

    /**
     * Ends whatever still runs, then closes every part: what a TERM to the agent does.
     *
     * @return a sentence on what may run on; mostly none
     */
    Optional<String> end() {
        beginToStop();
        try {
            var running = stopReplicas(false);
            running.ifPresent(LOG::warn);
            return running;
        } finally {
            account.end();
            closing.close();
        }
    }

    /** False where it was begun before. */
    private boolean beginToStop() {
        boolean isFirst = !stopping.getAndSet(true);
        account.stops();
        changes.signal();
        return isFirst;
    }

    private static String sentence(SupervisorException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    /**
     * Waits until the supervisor runs: what is being taken over just now is to be stopped too.
     *
     * @return false where it could not be started, which is told by {@link #supervise}
     */
    private boolean awaitStart() {
        return supervisor.handle((_, failure) -> failure == null).join();
    }

    /** A sentence on what may run on; mostly none. */
    private Optional<String> stopReplicas(boolean force) {
        if (!awaitStart()) {
            return Optional.empty();
        }
        try {
            var left = force ? stopByForce() : stopWithGrace();
            isDown = left.isEmpty();
            return Optional.of(left)
                    .filter(some -> !some.isEmpty())
                    .map(some -> fleet.name() + " is not down: " + sentence(some));
        } catch (SupervisorException e) {
            return Optional.of(fleet.name() + " may not be down: " + sentence(e));
        } catch (RuntimeException e) {
            LOG.error("The stop failed", e);
            return Optional.of(fleet.name() + " may not be down: " + e);
        }
    }

    private List<Leftover> stopByForce() {
        gateway.close();
        return supervisor.join().stopNow();
    }

    private List<Leftover> stopWithGrace() {
        gateway.drain(GATEWAY_GRACE);
        return supervisor.join().stop();
    }

    private static String sentence(List<Leftover> left) {
        return left.stream().map(Leftover::sentence).collect(Collectors.joining("; ")) + ".";
    }
}
