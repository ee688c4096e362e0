package dev.muster.process.linux;

import dev.muster.process.ProcessEntry;

import java.util.OptionalLong;

/**
 * A line of {@code /proc/PID/stat}, see proc_pid_stat(5).
 *
 * @param startTicks clock ticks from the machine's boot to the process's start
 */
record Stat(
        long pid,
        String program,
        char state,
        long parent,
        long group,
        long session,
        long startTicks,
        long threads,
        long residentPages) {

    static Stat parse(String line) {
        // The program's name stands in parentheses and may itself hold parentheses and spaces.
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        String[] fields = line.substring(close + 2).trim().split(" ");
        return new Stat(
                Long.parseLong(line.substring(0, open).trim()),
                line.substring(open + 1, close),
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19]),
                Long.parseLong(fields[17]),
                Long.parseLong(fields[21]));
    }

    /**
     * It ended and only waits for its parent to ask how. One whose first thread alone ended looks
     * the same and runs on.
     */
    boolean isZombie() {
        return state == 'X' || (state == 'Z' && threads <= 1);
    }

    ProcessEntry entry() {
        return new ProcessEntry(
                pid,
                program,
                parent,
                OptionalLong.of(group),
                OptionalLong.of(session),
                startTicks,
                OptionalLong.of(residentPages * PageSize.BYTES));
    }

    /** Apart, so that whoever needs no page needs no native call. */
    private static final class PageSize {
        static final long BYTES = Posix.pageSize();
    }
}
