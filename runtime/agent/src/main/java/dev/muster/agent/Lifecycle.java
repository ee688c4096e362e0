package dev.muster.agent;

import dev.muster.agent.api.Orders;
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
import java.util.concurrent.CompletableFuture;
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
    private final CompletableFuture<Supervisor> supervisor = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();

    Lifecycle(
            FleetSpec fleet,
            Wiring wiring,
            Gateway gateway,
            Closing closing,
            StartAccount account,
            Changes changes) {
        this.fleet = fleet;
        this.wiring = wiring;
        this.gateway = gateway;
        this.closing = closing;
        this.account = account;
        this.changes = changes;
    }

    /** Starts the supervisor; the orders that came before wait for it. */
    void supervise(Function<SupervisorListener, Supervisor> start) {
        try {
            supervisor.complete(start.apply(wiring));
        } catch (SupervisorException e) {
            throw new AgentException(sentence(e), e);
        }
    }

    /** How many replicas of an earlier agent's were taken over. */
    int takenOver() {
        return supervisor.join().takenOver();
    }

    /** How every replica is; nothing is known of any before the supervisor runs. */
    FleetStatus status() {
        return supervisor.isDone()
                ? supervisor.join().status()
                : new FleetStatus(Instant.now(), new LinkedHashMap<>());
    }

    /** From when on the log of a replica holds lines of the process that runs now. */
    Instant logSince(String replica) {
        return status().replica(replica).map(ReplicaStatus::logSince).orElse(Instant.EPOCH);
    }

    boolean isStopping() {
        return stopping.get();
    }

    private boolean runs(String service) {
        var found = status().services().get(service);
        return found != null && found.ready() > 0;
    }

    @Override
    public String scale(String service, int replicas) {
        var found = status().services().get(service);
        if (found == null) {
            throw HttpProblem.notFound("the fleet has no service \"" + service + "\"");
        }
        try {
            supervisor.join().scale(service, replicas);
        } catch (SupervisorException e) {
            throw HttpProblem.unprocessable(sentence(e));
        }
        return service + " is scaled from " + found.wanted() + " to " + replicas + ".";
    }

    @Override
    public String restart(String service) {
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
        stopping.set(true);
        changes.signal();
        var began = Instant.now();
        var running =
                status().services().values().stream()
                        .flatMap(service -> service.replicas().stream())
                        .filter(replica -> replica.pid().isPresent())
                        .count();
        var left = stopReplicas(force);
        Thread.ofPlatform().name("exit").start(() -> Runtime.getRuntime().exit(0));
        if (!left.isEmpty()) {
            throw HttpProblem.of(500, fleet.name() + " is not down: " + sentence(left));
        }
        return fleet.name()
                + " is down: "
                + Counted.of(fleet.services().size(), "service")
                + ", "
                + Counted.of(running, "replica")
                + " stopped, "
                + DurationText.of(Duration.between(began, Instant.now()))
                + ".";
    }

    /** The terminal that the fleet belongs to is gone: it ends as at a TERM, with {@link #end}. */
    void ownerGone() {
        if (!stopping.getAndSet(true)) {
            changes.signal();
            Thread.ofPlatform().name("owner-gone").start(() -> Runtime.getRuntime().exit(0));
        }
    }

    /** Ends whatever still runs, then closes every part: what a TERM to the agent does. */
    void end() {
        stopping.set(true);
        try {
            var left = stopReplicas(false);
            if (!left.isEmpty()) {
                LOG.warn("{}", sentence(left));
            }
        } catch (SupervisorException e) {
            LOG.warn("Replicas may run on: {}", sentence(e));
        }
        account.end();
        closing.close();
    }

    private static String sentence(SupervisorException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    private static String sentence(List<Leftover> left) {
        return left.stream().map(Leftover::sentence).collect(Collectors.joining("; ")) + ".";
    }

    /** What of them could not be ended. */
    private List<Leftover> stopReplicas(boolean force) {
        if (!supervisor.isDone()) {
            return List.of();
        }
        if (force) {
            gateway.close();
            return supervisor.join().stopNow();
        }
        gateway.drain(GATEWAY_GRACE);
        return supervisor.join().stop();
    }
}
