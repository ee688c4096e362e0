package dev.muster.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why something is as it is, or what happened to it: a value, which {@link Sentences} puts into
 * words. Whoever needs to know more than how to show it looks at the type and its components, never
 * at the words.
 *
 * <p>The names of types and components are a contract: the control API shows them, and files of
 * events hold them.
 */
public sealed interface Cause {

    /** The type for a machine, such as {@code did-not-build}; stable. */
    default String code() {
        return code(getClass());
    }

    /** Every type of cause by its code, in the order of the alphabet. */
    static SortedMap<String, Class<? extends Cause>> types() {
        var types = new TreeMap<String, Class<? extends Cause>>();
        below(Cause.class).forEach(type -> types.put(code(type), type.asSubclass(Cause.class)));
        return types;
    }

    private static Stream<Class<?>> below(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(Cause::below)
                : Stream.of(type);
    }

    private static String code(Class<?> type) {
        var code = new StringBuilder();
        for (char letter : type.getSimpleName().toCharArray()) {
            boolean begins = Character.isUpperCase(letter);
            code.append(begins && !code.isEmpty() ? "-" : "").append(Character.toLowerCase(letter));
        }
        return code.toString();
    }

    /** The same without what differs each time that it happens: durations, attempts, pids. */
    default Cause kind() {
        return this;
    }

    /** What keeps a replica from being started. */
    sealed interface Obstacle extends Cause {}

    /** Services that it needs have no ready replica yet. */
    record WaitingForNeeds(List<String> needs) implements Obstacle {
        public WaitingForNeeds {
            needs = List.copyOf(needs);
        }
    }

    /** As many replicas are starting as this machine bears at once. */
    record WaitingForTurn() implements Obstacle {}

    /** Something that this machine lacks. */
    sealed interface Part extends Obstacle {
        /** Whether it comes by itself, as what is being built does. */
        default boolean comesByItself() {
            return false;
        }
    }

    record WaitingForBuild() implements Part {
        @Override
        public boolean comesByItself() {
            return true;
        }
    }

    record BeingPrepared() implements Part {
        @Override
        public boolean comesByItself() {
            return true;
        }
    }

    record NoExecutableJar(String file) implements Part {}

    record NoContainers(String image) implements Part {}

    record RunElsewhere() implements Part {}

    record BuildMadeNoJar(String folder) implements Part {}

    /**
     * @param problem the first line of why
     * @param log where all of the build's output is, where that is worth telling
     */
    record DidNotBuild(String problem, Optional<String> log) implements Part {}

    /**
     * @param home where one was looked for
     */
    record NoJdk(String home) implements Part {}

    record JarUnreadable(String problem) implements Part {}

    /**
     * @param problem why it cannot run, where it was looked for, and what to do
     */
    record NoProgram(String program, String problem) implements Part {}

    /** Why a probe failed; {@code probe} is what it asks for, such as {@code GET /health/ready}. */
    sealed interface ProbeFailure extends Cause {}

    /**
     * @param port at which the replica was told to listen
     * @param addresses at which it listens there, if not at the loopback
     * @param otherPorts at which it listens, if not there
     */
    record NothingListens(int port, List<String> addresses, List<Integer> otherPorts)
            implements ProbeFailure {
        public NothingListens {
            addresses = List.copyOf(addresses);
            otherPorts = List.copyOf(otherPorts);
        }
    }

    record NoAnswer(String probe, Duration within) implements ProbeFailure {}

    record NotHttp(String probe) implements ProbeFailure {}

    record AnsweredInTls(String probe) implements ProbeFailure {}

    record HeadTooLong(String probe, int limitKib) implements ProbeFailure {}

    record AnswerCut(String probe, boolean withinHead) implements ProbeFailure {}

    record ProbeBroke(String probe, String problem) implements ProbeFailure {}

    /**
     * @param words what the service says of it
     */
    record Answered(String probe, int status, Optional<String> words) implements ProbeFailure {}

    record NotReachedYet() implements ProbeFailure {}

    /** The probe passed, and it is not yet sure that what answered stays. */
    record AnsweredByChild(String program, long pid) implements ProbeFailure {}

    /** Why a replica has to be started again. */
    sealed interface Failure extends Cause {}

    /**
     * @param status 128 + n after signal n of its own making, such as 11
     * @param lastLine that it wrote and that tells why
     * @param diskFull whether its log is on a disk that is full
     */
    record Exited(int status, Duration ranFor, Optional<String> lastLine, boolean diskFull)
            implements Failure {
        /** Times, ports and pids that a program writes differ each time. */
        private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

        @Override
        public Cause kind() {
            var line = lastLine.map(words -> NUMBER.matcher(words).replaceAll("#"));
            return new Exited(status, Duration.ZERO, line, diskFull);
        }
    }

    record KilledFromOutside(int signal) implements Failure {}

    /** A JVM's heap was full. */
    record OutOfHeap(int status) implements Failure {}

    /** The kernel killed it because memory was short. */
    record OutOfMemory() implements Failure {}

    /** It ended and left a process in the background. */
    record LeftForeground(Duration ranFor, String program, long pid) implements Failure {
        @Override
        public Cause kind() {
            return new LeftForeground(Duration.ZERO, program, 0);
        }
    }

    record EndedUnseen() implements Failure {}

    record CannotStart(String problem) implements Failure {}

    /**
     * @param problem what the last probe met
     */
    record NeverReady(Duration within, ProbeFailure problem) implements Failure {}

    /** Where something is on its way. */
    sealed interface Course extends Cause {}

    record Building() implements Course {}

    /**
     * @param probe what is waited for
     * @param problem what the last probe met, or why it starts although it should not
     */
    record Starting(String probe, Optional<Cause> problem) implements Course {}

    record TakenOver() implements Course {}

    /**
     * @param attempts how many there will be
     * @param pause before the attempt, if it is still to come
     */
    record StartingAgain(Failure failure, int attempt, int attempts, Optional<Duration> pause)
            implements Course {
        @Override
        public Cause kind() {
            return new StartingAgain((Failure) failure.kind(), 0, 0, Optional.empty());
        }
    }

    /**
     * @param failures in a row
     */
    record GaveUp(int failures, Failure last) implements Course {
        @Override
        public Cause kind() {
            return new GaveUp(failures, (Failure) last.kind());
        }
    }

    record Stopping() implements Course {}

    record Stopped() implements Course {}

    /** What happened to a replica. */
    sealed interface Happening extends Cause {}

    record ReadyAfter(Duration took) implements Happening {
        @Override
        public Cause kind() {
            return new ReadyAfter(Duration.ZERO);
        }
    }

    record ReadyAgain() implements Happening {}

    record Unready(ProbeFailure problem) implements Happening {}

    record WasStopped() implements Happening {}

    /** Of its last process something still runs that cannot be ended. */
    record LeftBehind(List<Long> pids) implements Happening {
        public LeftBehind {
            pids = List.copyOf(pids);
        }
    }

    /** Whether something still runs of its last process could not be seen. */
    record MayHaveLeft(String problem) implements Happening {}

    record PortTaken(int port, String owner, int movedTo) implements Happening {}

    record EndedUnwatched(Optional<Integer> status) implements Happening {}

    /** The gateway took it out of rotation. */
    record Ejected(String reason, Duration after) implements Happening {
        @Override
        public Cause kind() {
            return new Ejected(reason, Duration.ZERO);
        }
    }

    /** The gateway took it back into rotation. */
    record Readmitted(Duration outFor) implements Happening {
        @Override
        public Cause kind() {
            return new Readmitted(Duration.ZERO);
        }
    }

    /** What happened to a service or to the fleet, and is told by a sentence of its own. */
    sealed interface News extends Cause {}

    /** The old one goes on. */
    record NewReplicaNotReady(String replica, Cause problem) implements News {
        @Override
        public Cause kind() {
            return new NewReplicaNotReady(replica, problem.kind());
        }
    }

    /** The old one was stopped first. */
    record ReplacementNotReady(String replica, Cause problem) implements News {
        @Override
        public Cause kind() {
            return new ReplacementNotReady(replica, problem.kind());
        }
    }

    /** What an earlier agent left running belongs to no service of the fleet. */
    record NoSuchService(String replica) implements News {}

    /**
     * @param problem which file, and where it is kept
     */
    record StateDamaged(String problem) implements News {}

    record DiskFull(String folder) implements News {}

    record DiskHasRoom(String folder, long bytes) implements News {
        @Override
        public Cause kind() {
            return new DiskHasRoom(folder, 0);
        }
    }

    /** The disk does not take which replicas run. */
    record StateRefused(String problem) implements News {}

    record StateAccepted(String folder) implements News {}

    record FleetReady(String fleet, int services, long replicas, Duration took) implements News {}

    record FleetReadyInPart(String fleet, int services, long ready, long wanted, Duration took)
            implements News {}

    /**
     * Another agent ended, and this one was started in its place.
     *
     * @param signal that ended it; empty when it ran out of memory
     */
    record AgentReplaced(Optional<Integer> signal, int takenOver) implements News {
        @Override
        public Cause kind() {
            return new AgentReplaced(signal, 0);
        }
    }

    /**
     * @param files in which the lines are kept
     */
    record EventsDamaged(int lines, List<String> files) implements News {
        public EventsDamaged {
            files = List.copyOf(files);
        }
    }

    /** What an older agent wrote down, which knew words alone. */
    record Told(String text) implements News {}
}
