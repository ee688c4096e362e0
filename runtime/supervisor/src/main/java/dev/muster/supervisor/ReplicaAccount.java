package dev.muster.supervisor;

import dev.muster.fleet.ServiceSpec;
import dev.muster.supervisor.ReplicaState.BackingOff;
import dev.muster.supervisor.ReplicaState.GaveUp;
import dev.muster.supervisor.ReplicaState.Obstacle;
import dev.muster.supervisor.ReplicaState.Ready;
import dev.muster.supervisor.ReplicaState.Starting;
import dev.muster.supervisor.ReplicaState.Stopped;
import dev.muster.supervisor.ReplicaState.Unready;
import dev.muster.supervisor.ReplicaState.Waiting;
import dev.muster.supervisor.SupervisorListener.Severity;
import dev.muster.supervisor.text.Wording;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Accounts for one replica to those who look at it: tells what happens to it, and keeps of what
 * happened what its present state does not say. Confined to the timeline's thread.
 */
final class ReplicaAccount {

    private final ReplicaSetting setting;
    private final ServiceSpec service;
    private final String replica;
    private @Nullable Instant firstStart;
    private Optional<Duration> readyAfter = Optional.empty();
    private boolean wasReady;

    /** Why it was last started again; empty when it never was. */
    private String lastFailure = "";

    ReplicaAccount(ReplicaSetting setting, ServiceSpec service, String replica) {
        this.setting = setting;
        this.service = service;
        this.replica = replica;
    }

    /** It is on its way to being ready since then. */
    void began(Instant at) {
        firstStart = at;
        // From then on it is settled, even if nothing else happens to it.
        setting.timeline().after(service.startDeadline(), setting.notices()::replicaChanged);
    }

    void entered(ReplicaState before, ReplicaState after) {
        switch (after) {
            case Starting starting when firstStart == null -> began(starting.since());
            case Waiting waiting
                    when waiting.obstacle() instanceof Obstacle.Part(var _, var isBeingMade)
                            && !isBeingMade ->
                    tell(Severity.WARN, obstacle(waiting.cause().orElseThrow()));
            case Ready ready when !(before instanceof Ready) -> becameReady(before, ready);
            case Unready unready when !(before instanceof Unready) ->
                    tell(Severity.WARN, "is unready: " + unready.problem());
            case BackingOff pause -> {
                ended(pause.failures());
                lastFailure = pause.problem();
                tell(
                        Severity.WARN,
                        pause.problem()
                                + "; starting again in "
                                + Wording.of(Duration.between(pause.since(), pause.until()))
                                + attempt(pause.failures()));
            }
            case GaveUp gaveUp -> tell(Severity.ERROR, gaveUp.cause().orElseThrow());
            case Stopped _ when before.runs() -> tell(Severity.INFO, "stopped");
            default -> {}
        }
    }

    /** That it was ready says nothing of the next attempt; a stable one has a new deadline too. */
    private void ended(int failuresInARow) {
        if (wasReady && failuresInARow == 1) {
            firstStart = null;
        }
        wasReady = false;
    }

    private static String obstacle(String cause) {
        if (cause.startsWith("did not build")) {
            return cause;
        }
        return (cause.startsWith("waiting") ? "is " : "waits: ") + cause;
    }

    private void becameReady(ReplicaState before, Ready ready) {
        wasReady = true;
        if (before instanceof Starting starting) {
            Duration took = Duration.between(starting.since(), ready.since());
            readyAfter = Optional.of(took);
            tell(Severity.INFO, "is ready after " + Wording.of(took));
        } else {
            tell(Severity.INFO, "is ready again");
        }
    }

    /** Of its last process something still runs that cannot be ended. */
    void left(List<Long> pids) {
        var shown = pids.stream().map(String::valueOf).collect(Collectors.joining(", "));
        tell(
                Severity.ERROR,
                "left behind what cannot be ended even by force: pid "
                        + shown
                        + ". The kernel holds it, for a disk or a device mostly; see what it waits"
                        + " for: ps -o pid,stat,wchan,args -p "
                        + shown.replace(" ", ""));
    }

    private void tell(Severity severity, String text) {
        setting.notices()
                .happened(severity, service.name(), Optional.of(replica), replica + " " + text);
    }

    /** How long its last start took to become ready. */
    Optional<Duration> readyAfter() {
        return readyAfter;
    }

    /**
     * What keeps it from being ready: a start that follows a failure is explained by the failure.
     *
     * @param probed what the probe asks for
     */
    Optional<String> cause(ReplicaState state, String probed) {
        if (!(state instanceof Starting(var _, int failures, var problem))) {
            return state.cause();
        }
        return Optional.of(
                failures == 0 || lastFailure.isEmpty()
                        ? "starting"
                                + problem.map(text -> ": " + text).orElse(", waiting for " + probed)
                        : lastFailure + "; starting again" + attempt(failures));
    }

    private String attempt(int failures) {
        return ", attempt " + failures + " of " + setting.config().attempts();
    }

    /** What runs of it was ready, or it has shown that it will not be soon. */
    boolean isSettled(ReplicaState state) {
        return switch (state) {
            case GaveUp _, Stopped _ -> true;
            case Waiting waiting -> waiting.obstacle() instanceof Obstacle.Part;
            default -> wasReady || isOverdue();
        };
    }

    private boolean isOverdue() {
        return firstStart != null
                && Duration.between(firstStart, setting.timeline().instant())
                                .compareTo(service.startDeadline())
                        >= 0;
    }
}
