package dev.muster.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the kernel tells about processes under {@code /proc}. */
public final class ProcFs {

    static final Path ROOT = Path.of("/proc");
    private static final String FILE_LOCKS = "Max file locks";

    private ProcFs() {}

    /**
     * A line of {@code /proc/PID/stat}, see proc_pid_stat(5).
     *
     * @param parent the pid of whoever would be told of its end
     * @param group the id of its process group
     * @param startTicks clock ticks from the machine's boot to the process's start; with the pid
     *     and the boot id it names a process for ever
     */
    public record Stat(
            long pid,
            String program,
            char state,
            long parent,
            long group,
            long session,
            long startTicks,
            long threads,
            long residentPages) {

        /**
         * It ended and only waits for its parent to ask how. One whose first thread alone ended
         * looks the same and runs on.
         */
        boolean isZombie() {
            return state == 'X' || (state == 'Z' && threads <= 1);
        }

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
    }

    /** The process as it is now, unless it is gone. A zombie is gone. */
    public static Optional<Stat> stat(long pid) {
        return anyStat(pid).filter(stat -> !stat.isZombie());
    }

    static Optional<Stat> anyStat(long pid) {
        try {
            return Optional.of(
                    Stat.parse(
                            Files.readString(
                                    ROOT.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException | RuntimeException gone) {
            return Optional.empty();
        }
    }

    /** Whether the process that was seen still runs, and no other one with its pid. */
    static boolean isAlive(Stat seen) {
        return stat(seen.pid()).filter(now -> now.startTicks() == seen.startTicks()).isPresent();
    }

    /** The environment a process was started with; empty when it is gone or not ours to read. */
    public static Map<String, String> environment(long pid) {
        var variables = new HashMap<String, String>();
        try {
            String all =
                    Files.readString(ROOT.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
            for (String entry : all.split("\0")) {
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    variables.put(entry.substring(0, equals), entry.substring(equals + 1));
                }
            }
        } catch (IOException gone) {
            return Map.of();
        }
        return variables;
    }

    /**
     * How many file locks the process may hold by its soft limit; empty when it is gone or there is
     * no limit. Anyone may read it of any process.
     */
    static OptionalLong fileLockLimit(long pid) {
        try {
            for (String line : Files.readString(ROOT.resolve(pid + "/limits")).split("\n")) {
                if (line.startsWith(FILE_LOCKS)) {
                    String soft = line.substring(FILE_LOCKS.length()).strip().split(" ", 2)[0];
                    return OptionalLong.of(Long.parseLong(soft));
                }
            }
        } catch (IOException | NumberFormatException goneOrUnlimited) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    /** Names this boot of the machine: pids of another boot mean nothing. */
    public static String bootId() {
        return firstLine(ROOT.resolve("sys/kernel/random/boot_id")).orElse("unknown");
    }

    /** How often the kernel killed a process for lack of memory since boot. */
    public static long outOfMemoryKills() {
        try (var lines = Files.lines(ROOT.resolve("vmstat"))) {
            return lines.filter(line -> line.startsWith("oom_kill "))
                    .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /**
     * What the processors of the machine did since boot, in the kernel's clock ticks.
     *
     * @param idle the part in which they had nothing to do, or waited for a disk
     */
    public record ProcessorTime(long idle, long total) {

        /** From 0 to 1; 1 where nothing is known. */
        public double idleShareSince(ProcessorTime earlier) {
            long ticks = total - earlier.total;
            return ticks <= 0 ? 1 : (double) (idle - earlier.idle) / ticks;
        }
    }

    public static ProcessorTime processorTime() {
        // cpu  user nice system idle iowait irq softirq steal; guests are counted in user.
        String[] fields = firstLine(ROOT.resolve("stat")).orElse("cpu").trim().split("\\s+");
        long total = 0;
        long idle = 0;
        for (int field = 1; field < Math.min(fields.length, 9); field++) {
            long ticks = Long.parseLong(fields[field]);
            total += ticks;
            idle += field == 4 || field == 5 ? ticks : 0;
        }
        return new ProcessorTime(idle, total);
    }

    /** The command a process is known by. */
    static Optional<String> name(long pid) {
        return firstLine(ROOT.resolve(pid + "/comm"));
    }

    private static Optional<String> firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
