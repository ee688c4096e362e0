package dev.muster.supervisor.replica;

import dev.muster.fleet.Cause;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.supervisor.replica.ReplicaState.BackingOff;
import dev.muster.supervisor.replica.ReplicaState.GaveUp;
import dev.muster.supervisor.replica.ReplicaState.Ready;
import dev.muster.supervisor.replica.ReplicaState.Starting;
import dev.muster.supervisor.replica.ReplicaState.Stopped;
import dev.muster.supervisor.replica.ReplicaState.Unready;
import dev.muster.supervisor.replica.ReplicaState.Waiting;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /** Why it was last started again, if it ever was. */
    private Optional<Cause.Failure> lastFailure = Optional.empty();

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
            case Waiting(var _, Cause.Part part, var _) when !part.comesByItself() ->
                    tell(Severity.WARN, part);
            case Ready ready when !(before instanceof Ready) -> becameReady(before, ready);
            case Unready unready when !(before instanceof Unready) ->
                    tell(Severity.WARN, new Cause.Unready(unready.problem()));
            case BackingOff pause -> {
                ended(pause.failures());
                lastFailure = Optional.of(pause.problem());
                var time = Duration.between(pause.since(), pause.until());
                tell(
                        Severity.WARN,
                        startingAgain(pause.problem(), pause.failures(), Optional.of(time)));
            }
            case GaveUp gaveUp ->
                    tell(Severity.ERROR, new Cause.GaveUp(gaveUp.failures(), gaveUp.last()));
            case Stopped _ when before.runs() -> tell(Severity.INFO, new Cause.WasStopped());
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

    private void becameReady(ReplicaState before, Ready ready) {
        wasReady = true;
        if (before instanceof Starting starting) {
            Duration took = Duration.between(starting.since(), ready.since());
            readyAfter = Optional.of(took);
            tell(Severity.INFO, new Cause.ReadyAfter(took));
        } else {
            tell(Severity.INFO, new Cause.ReadyAgain());
        }
    }

    /** Of its last process something still runs that cannot be ended. */
    void left(List<Long> pids) {
        tell(Severity.ERROR, new Cause.LeftBehind(pids));
    }

    /** Nobody knows whether something still runs of its last process. */
    void mayHaveLeft(Throwable problem) {
        tell(Severity.ERROR, new Cause.MayHaveLeft(problem.toString()));
    }

    private void tell(Severity severity, Cause cause) {
        setting.notices().happened(severity, Subject.replica(service.name(), replica), cause);
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
    Optional<Cause> cause(ReplicaState state, String probed) {
        if (!(state instanceof Starting(var _, int failures, var problem))) {
            return state.cause();
        }
        return Optional.of(
                failures == 0 || lastFailure.isEmpty()
                        ? new Cause.Starting(probed, problem)
                        : startingAgain(lastFailure.get(), failures, Optional.empty()));
    }

    private Cause startingAgain(Cause.Failure failure, int attempt, Optional<Duration> pause) {
        return new Cause.StartingAgain(failure, attempt, setting.config().attempts(), pause);
    }

    /** What runs of it was ready, or it has shown that it will not be soon. */
    boolean isSettled(ReplicaState state) {
        return switch (state) {
            case GaveUp _, Stopped _ -> true;
            case Waiting waiting ->
                    waiting.obstacle() instanceof Cause.Part part && !part.comesByItself();
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
