package dev.muster.fleet;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Puts a {@link Cause} into words: the one place where that is done. Pure. */
public final class Sentences {
    private static final int SIGNALLED = 128;
    private static final int KILL = 9;

    private static final String HOW_TO_DIRECT =
            "; set `probe: { ready: { http: /PATH } }` to a path that answers 200 once it is ready,"
                    + " or `probe: { ready: { tcp: true } }`";

    private static final String GOES_ON =
            "; a service has to keep running, in the foreground, and to listen on PORT";

    private Sentences() {}

    /**
     * The cause as it stands beside the name of what it is the cause of, such as {@code exited 1
     * within 0.3 s: no such table}.
     */
    public static Sentence of(Cause cause) {
        return switch (cause) {
            case Cause.Obstacle obstacle -> obstacle(obstacle);
            case Cause.ProbeFailure failure -> probe(failure);
            case Cause.Failure failure -> failure(failure);
            case Cause.Course course -> course(course);
            case Cause.Happening happening -> happening(happening);
            case Cause.News news -> news(news);
        };
    }

    /** The same as a sentence on a service or replica. */
    public static Sentence about(String subject, Cause cause) {
        return switch (cause) {
            case Cause.BuildMadeNoJar _ -> of(cause).after(subject + " waits: ");
            case Cause.DidNotBuild _ -> of(cause).after(subject + " ");
            case Cause.Obstacle _ -> of(cause).after(subject + " is ");
            case Cause.ProbeFailure _ -> of(cause).after(subject + " is unready: ");
            case Cause.Failure _ -> of(cause).after(subject + " ");
            case Cause.StartingAgain _, Cause.GaveUp _ -> of(cause).after(subject + " ");
            case Cause.Course _ -> of(cause).after(subject + " is ");
            case Cause.Ejected(var reason, var after) ->
                    Sentence.of(
                            "gateway took " + subject + " out of rotation",
                            " after " + DurationText.of(after) + ": " + reason);
            case Cause.Readmitted(var outFor) ->
                    Sentence.of(
                            "gateway took " + subject + " back into rotation",
                            " after " + DurationText.of(outFor));
            case Cause.Happening _ -> of(cause).after(subject + " ");
            case Cause.News _ -> of(cause);
        };
    }

    private static Sentence obstacle(Cause.Obstacle obstacle) {
        return switch (obstacle) {
            case Cause.WaitingForNeeds(var needs) ->
                    Sentence.of("waiting for " + String.join(" and ", needs) + " to be ready");
            case Cause.WaitingForTurn() -> Sentence.of("waiting for its turn to start");
            case Cause.WaitingForBuild() -> Sentence.of("waiting for its build");
            case Cause.BeingPrepared() -> Sentence.of("being prepared");
            case Cause.NoExecutableJar(var file) ->
                    Sentence.of("waiting for " + file, ", an executable jar");
            case Cause.NoContainers(var image) ->
                    Sentence.of(
                            "not run",
                            ": this version of Muster runs no containers (" + image + ")");
            case Cause.RunElsewhere() -> Sentence.of("run by something else");
            case Cause.BuildMadeNoJar(var folder) ->
                    Sentence.of("its build made no executable jar", " in " + folder);
            case Cause.DidNotBuild(var problem, var log) ->
                    Sentence.of(
                            "did not build",
                            ": " + problem + log.map(file -> " (log: " + file + ")").orElse(""));
            case Cause.NoJdk(var home) ->
                    Sentence.of("waiting for a JDK 25 or newer", " in " + home);
            case Cause.JarUnreadable(var problem) ->
                    Sentence.of("waiting for its jar", ": " + problem);
            case Cause.NoProgram(var program, var problem) ->
                    Sentence.of("waiting for " + program, ": " + problem);
        };
    }

    private static Sentence probe(Cause.ProbeFailure failure) {
        return switch (failure) {
            case Cause.NothingListens(var port, var addresses, var otherPorts) ->
                    nothingListens(port, addresses, otherPorts);
            case Cause.NoAnswer(var probe, var within) ->
                    Sentence.of(probe + " had no answer", " within " + DurationText.of(within));
            case Cause.NotHttp(var probe) ->
                    Sentence.of(probe + " was answered by something that is not HTTP/1.1");
            case Cause.AnsweredInTls(var probe) ->
                    Sentence.of(probe + " was answered in TLS")
                            .then("; a replica is probed and called in plain HTTP");
            case Cause.HeadTooLong(var probe, var limit) ->
                    Sentence.of(probe + " was answered with a head of more than " + limit + " KiB");
            case Cause.AnswerCut(var probe, var withinHead) ->
                    Sentence.of(
                            probe
                                    + (withinHead
                                            ? " was cut within the answer's head"
                                            : " was cut without an answer"));
            case Cause.ProbeBroke(var probe, var problem) ->
                    Sentence.of(probe + " failed", ": " + problem);
            case Cause.Answered(var probe, var status, var words) ->
                    Sentence.of(
                                    probe + " answered " + status,
                                    words.map(text -> ": " + text).orElse(""))
                            .then(isMisdirected(status) ? HOW_TO_DIRECT : "");
            case Cause.NotReachedYet() -> Sentence.of("was not reached yet");
            case Cause.AnsweredByChild(var program, var pid) ->
                    Sentence.of(
                                    "%s (pid %d) answers".formatted(program, pid),
                                    ", which the program started")
                            .then("; waiting to see that the program stays");
        };
    }

    private static Sentence nothingListens(
            int port, List<String> addresses, List<Integer> otherPorts) {
        var nothing = "nothing listens on port " + port;
        if (!addresses.isEmpty()) {
            return Sentence.of(nothing + " of the loopback")
                    .then("; it listens there on " + String.join(" and ", addresses) + " alone");
        }
        if (otherPorts.isEmpty()) {
            return Sentence.of(nothing);
        }
        var ports = otherPorts.stream().map(String::valueOf).collect(Collectors.joining(" and "));
        return Sentence.of(nothing)
                .then(
                        "; it listens on port"
                                + (otherPorts.size() == 1 ? " " : "s ")
                                + ports
                                + " instead of the one that PORT tells it");
    }

    /** No answer of a service that is not ready yet: it means that this is not the place to ask. */
    private static boolean isMisdirected(int status) {
        return status < 500 && status != 408 && status != 425 && status != 429;
    }

    private static Sentence failure(Cause.Failure failure) {
        return switch (failure) {
            case Cause.Exited(var status, var ranFor, var lastLine, var diskFull) ->
                    Sentence.of(
                                    "exited " + status + meaning(status) + runTime(ranFor),
                                    lastLine.map(line -> ": " + line).orElse(""))
                            .then(status == 0 ? GOES_ON : "")
                            .then(diskFull ? "; the disk that its log is on is full" : "");
            case Cause.KilledFromOutside(var signal) ->
                    Sentence.of(
                            "exited " + (SIGNALLED + signal),
                            signal == KILL
                                    ? " (killed from outside)"
                                    : " (told from outside to stop, signal " + signal + ")");
            case Cause.OutOfHeap(var status) ->
                    Sentence.of(
                                    "ran out of memory",
                                    " (java.lang.OutOfMemoryError) and exited " + status)
                            .then("; give it more with `memory` in muster.yaml");
            case Cause.OutOfMemory() ->
                    Sentence.of(
                            "exited " + (SIGNALLED + KILL),
                            " (killed by the kernel because the machine was out of memory)");
            case Cause.LeftForeground(var ranFor, var program, var pid) ->
                    Sentence.of(
                            "exited 0" + runTime(ranFor),
                            " but left a process behind (%s, pid %d): run it in the foreground"
                                    .formatted(program, pid));
            case Cause.EndedUnseen() -> Sentence.of("ended", ", and nobody saw how");
            case Cause.CannotStart(var problem) -> Sentence.of("cannot be started", ": " + problem);
            case Cause.NeverReady(var within, var problem) ->
                    Sentence.of(
                            "never became ready within " + DurationText.of(within),
                            ": ",
                            probe(problem));
        };
    }

    private static String meaning(int status) {
        return switch (status) {
            case 126 -> " (its program cannot be executed)";
            case 127 -> " (its program was not found)";
            case SIGNALLED + 4 -> " (illegal instruction, signal 4)";
            case SIGNALLED + 6 -> " (aborted, signal 6)";
            case SIGNALLED + 7 -> " (bus error, signal 7)";
            case SIGNALLED + 8 -> " (arithmetic error, signal 8)";
            case SIGNALLED + 11 -> " (crashed, signal 11)";
            default -> "";
        };
    }

    private static String runTime(Duration ranFor) {
        return (ranFor.toSeconds() < 10 ? " within " : " after ") + DurationText.of(ranFor);
    }

    private static Sentence course(Cause.Course course) {
        return switch (course) {
            case Cause.Building() -> Sentence.of("building");
            case Cause.Starting(var probe, var problem) ->
                    problem.map(cause -> Sentence.of("starting", ": ", of(cause)))
                            .orElseGet(() -> Sentence.of("starting", ", waiting for " + probe));
            case Cause.TakenOver() -> Sentence.of("taken over from an earlier agent");
            case Cause.StartingAgain(var failure, var attempt, var attempts, var pause) ->
                    failure(failure)
                            .then("; starting again")
                            .then(pause.map(time -> " in " + DurationText.of(time)).orElse(""))
                            .then(", attempt " + attempt + " of " + attempts);
            case Cause.GaveUp(var failures, var last) ->
                    Sentence.of(
                            "gave up",
                            " because it failed"
                                    + (failures == 1 ? "" : " " + failures + " times in a row")
                                    + ", the last time so: ",
                            failure(last));
            case Cause.Stopping() -> Sentence.of("stopping");
            case Cause.Stopped() -> Sentence.of("stopped");
        };
    }

    private static Sentence happening(Cause.Happening happening) {
        return switch (happening) {
            case Cause.ReadyAfter(var took) ->
                    Sentence.of("is ready after " + DurationText.of(took));
            case Cause.ReadyAgain() -> Sentence.of("is ready again");
            case Cause.Unready(var problem) -> Sentence.of("is unready", ": ", probe(problem));
            case Cause.WasStopped() -> Sentence.of("stopped");
            case Cause.LeftBehind(var pids) -> leftBehind(pids);
            case Cause.MayHaveLeft(var problem) ->
                    Sentence.of("may have left processes behind", ": " + problem);
            case Cause.PortTaken(var port, var owner, var movedTo) ->
                    Sentence.of(
                            "moved to port " + movedTo,
                            ", because port " + port + " is taken by " + owner);
            case Cause.EndedUnwatched(var status) ->
                    Sentence.of(
                            "ended while no agent was running",
                            status.map(number -> ", with exit status " + number).orElse(""));
            case Cause.Ejected(var reason, var after) ->
                    Sentence.of(
                            "taken out of rotation",
                            " after " + DurationText.of(after) + ": " + reason);
            case Cause.Readmitted(var outFor) ->
                    Sentence.of("taken back into rotation", " after " + DurationText.of(outFor));
        };
    }

    private static Sentence leftBehind(List<Long> pids) {
        var shown = pids.stream().map(String::valueOf).toList();
        return Sentence.of(
                        "left behind what cannot be ended even by force",
                        ": pid " + String.join(", ", shown))
                .then(
                        ". It waits for a disk or a device, or belongs to another user; see:"
                                + " ps -o pid,user,stat,wchan,args -p "
                                + String.join(",", shown));
    }

    private static Sentence news(Cause.News news) {
        return switch (news) {
            case Cause.NewReplicaNotReady(var replica, var problem) ->
                    Sentence.of(
                            "the new " + replica + " is not ready",
                            ", the old one goes on: ",
                            of(problem));
            case Cause.ReplacementNotReady(var replica, var problem) ->
                    Sentence.of(
                            "the new " + replica + " is not ready",
                            ", the old one was stopped before it: ",
                            of(problem));
            case Cause.NoSuchService(var replica) ->
                    Sentence.of(replica + " is ended", ": the fleet runs no such service any more");
            case Cause.StateDamaged(var problem) -> Sentence.of(problem);
            case Cause.DiskFull(var folder) ->
                    Sentence.of(
                                    "The disk of " + folder + " is full",
                                    ": what replicas write is lost, and nothing can be built")
                            .then(". Free some space");
            case Cause.DiskHasRoom(var folder, var bytes) ->
                    Sentence.of(
                            "The disk of " + folder + " has room again",
                            ": " + (bytes >> 20) + " MB");
            case Cause.StateRefused(var problem) ->
                    Sentence.of(problem)
                            .then(
                                    ". Replicas run on, and it is tried again; until then the next"
                                            + " agent would find them by their run files alone");
            case Cause.StateAccepted(var folder) ->
                    Sentence.of("Which replicas run is written down again", " in " + folder);
            case Cause.FleetReady(var fleet, var services, var replicas, var took) ->
                    Sentence.of(fleet + " is ready", ": " + Counted.of(services, "service"))
                            .then(", " + Counted.of(replicas, "replica"))
                            .then(", " + DurationText.of(took));
            case Cause.FleetReadyInPart(var fleet, var services, var ready, var wanted, var took) ->
                    Sentence.of(fleet + " is up, in part", ": " + Counted.of(services, "service"))
                            .then(", " + ready + " of " + Counted.of(wanted, "replica"))
                            .then(", " + DurationText.of(took));
            case Cause.AgentReplaced(var signal, var takenOver) ->
                    Sentence.of(
                                    "the agent ended",
                                    signal.map(number -> " (signal " + number + ")")
                                            .orElse(" (out of memory)"))
                            .then(" and was started again")
                            .then("; " + Counted.of(takenOver, "replica") + " taken over");
            case Cause.EventsDamaged(var lines, var files) ->
                    Sentence.of(
                            Counted.of(lines, "damaged line")
                                    + " of the event log "
                                    + (lines == 1 ? "was" : "were")
                                    + " skipped",
                            (lines == 1 ? ", and is" : ", and are")
                                    + " kept in "
                                    + String.join(" and ", files));
            case Cause.Told(var text) -> Sentence.of(text);
        };
    }
}
