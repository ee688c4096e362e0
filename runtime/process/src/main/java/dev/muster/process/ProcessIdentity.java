package dev.muster.process;

/**
 * One process and no other: a pid is reused in the end, and both together are not.
 *
 * @param start when it began, as a number that means something to its {@link Host} alone, such as
 *     the kernel's clock ticks since boot; {@link #UNKNOWN_START} where that was not told, and then
 *     whatever has the pid is taken for it
 */
public record ProcessIdentity(long pid, long start) {

    public static final long UNKNOWN_START = -1;

    /** Whether a process with this pid that began then is the one. */
    public boolean beganAt(long otherStart) {
        return start == UNKNOWN_START || start == otherStart;
    }
}
