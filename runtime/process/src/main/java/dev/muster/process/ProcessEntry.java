package dev.muster.process;

import java.util.OptionalLong;

/**
 * A process as it was seen.
 *
 * @param program the name it is known by; empty where that is not told
 * @param parent the pid of whoever would be told of its end
 * @param group the id of its process group
 * @param start when it began: see {@link ProcessIdentity}
 * @param residentBytes of memory
 */
public record ProcessEntry(
        long pid,
        String program,
        long parent,
        OptionalLong group,
        OptionalLong session,
        long start,
        OptionalLong residentBytes) {

    public ProcessIdentity identity() {
        return new ProcessIdentity(pid, start);
    }

    /** Whether it is known to be in the session. */
    public boolean isInSession(long leader) {
        return session.isPresent() && session.getAsLong() == leader;
    }
}
