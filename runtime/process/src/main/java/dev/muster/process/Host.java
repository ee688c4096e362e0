package dev.muster.process;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The operating system, as far as running a fleet needs more of it than the JDK offers. {@link
 * Hosts#current} is the one of this machine; another is one package and one line of {@code
 * META-INF/services}.
 *
 * <p>No system tells everything. What one does not tell is empty and never guessed, and whoever
 * asks does without it. A process that ended and that nobody asked how is gone. Thread-safe; every
 * method may block for some milliseconds.
 */
public interface Host {

    /** Whether this machine is one that it knows. */
    boolean isHere();

    /** Everything that runs now. */
    Census census();

    /** The process as it is now, unless it is gone. */
    Optional<ProcessEntry> process(long pid);

    /** Whether the process that was seen still runs, and no other one with its pid. */
    default boolean isAlive(ProcessIdentity seen) {
        return process(seen.pid()).filter(now -> seen.beganAt(now.start())).isPresent();
    }

    /**
     * Waits until all of the processes have ended, which need not be children of this one, and
     * tells each as soon as it is known. Blocks until then.
     */
    void awaitEnds(List<ProcessIdentity> processes, Consumer<ProcessIdentity> ended);

    /**
     * The environment that a process was started with; empty when it is gone, not ours to read, or
     * not told.
     */
    Map<String, String> environment(long pid);

    /**
     * Whether {@link #isMarked} can tell; where it cannot, pid and start say whose a process is.
     */
    boolean seesMarks();

    /** Whether the process, or the one it descends from, was started with the mark. */
    boolean isMarked(long pid, Mark mark);

    /**
     * Whether {@link ProcessEntry#session} is told; where it is not, a process that lost its parent
     * is known by its group alone.
     */
    boolean seesSessions();

    /** The TCP addresses at which any of the processes listens, as far as they are told. */
    List<InetSocketAddress> listening(List<Long> pids);

    /**
     * The command as one that leads a session, and so a process group, of its own. It keeps its
     * pid.
     */
    List<String> inNewSession(List<String> command);

    /**
     * Sends a signal, as kill(2) does.
     *
     * @param pid of a process, or the negative id of a process group
     * @return false when there is no such process, it is not ours to signal, or the number is no
     *     {@linkplain Signal#isTarget target}
     */
    boolean signal(long pid, Signal signal);

    /** Whether anything runs of the process group that has or had this leader. */
    boolean isGroupAlive(long leader);

    /**
     * Gives the file's first {@code length} bytes back to the disk. Its size stays, and the bytes
     * read as zero.
     *
     * @return false where the file system or the host cannot
     */
    boolean giveBackHead(Path file, long length);

    /** Names this boot of the machine, where pids of another mean nothing. */
    String bootId();

    /** How often a process was killed for lack of memory since boot; 0 where nobody counts. */
    long outOfMemoryKills();

    /** What the processors did since boot. */
    ProcessorTime processorTime();
}
