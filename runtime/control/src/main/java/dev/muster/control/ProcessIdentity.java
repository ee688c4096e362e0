package dev.muster.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * One process and no other: a pid is reused in the end, and both together are not.
 *
 * @param birth when the kernel says that the process began; empty where the system does not tell
 */
public record ProcessIdentity(long pid, String birth) {
    private static final Path PROC = Path.of("/proc");

    // Places in /proc/PID/stat after the name, and states of a process that ended: see proc(5).
    private static final int STATE = 0;
    private static final int START_TIME = 19;
    private static final Set<String> ENDED = Set.of("Z", "X");

    /** The process that has this pid now. */
    public static ProcessIdentity of(long pid) {
        return new ProcessIdentity(pid, birthOf(pid));
    }

    /**
     * Whether the process runs. One that ended and whose parent does not ask how, as under a first
     * process that never reaps, is dead.
     */
    public boolean isAlive() {
        return birth.isEmpty()
                ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
                : birth.equals(birthOf(pid));
    }

    /** When a process began that still runs; empty for any other. */
    private static String birthOf(long pid) {
        try {
            var stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            // The name stands in parentheses and may hold blanks and parentheses itself.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return ENDED.contains(fields[STATE]) ? "" : fields[START_TIME];
        } catch (IOException e) {
            return "";
        }
    }
}
