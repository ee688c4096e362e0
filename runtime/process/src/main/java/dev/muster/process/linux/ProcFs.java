package dev.muster.process.linux;

import dev.muster.process.Census;
import dev.muster.process.ProcessEntry;
import dev.muster.process.ProcessorTime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the kernel tells under {@code /proc}. */
final class ProcFs {

    static final Path ROOT = Path.of("/proc");
    private static final String FILE_LOCKS = "Max file locks";

    private ProcFs() {}

    /** A line of {@code /proc/PID/stat}, see proc_pid_stat(5), zombies included. */
    static Optional<Stat> stat(long pid) {
        try {
            return Optional.of(
                    Stat.parse(
                            Files.readString(
                                    ROOT.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException | RuntimeException gone) {
            return Optional.empty();
        }
    }

    /** Every process, those that could not be looked at any more included. */
    static Census census() {
        var running = new ArrayList<ProcessEntry>();
        var zombies = new HashSet<ProcessEntry>();
        boolean missed = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(ROOT, "[1-9]*")) {
            for (Path entry : entries) {
                var found = stat(Long.parseLong(entry.getFileName().toString()));
                found.ifPresent(stat -> (stat.isZombie() ? zombies : running).add(stat.entry()));
                missed |= found.isEmpty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("/proc cannot be read: " + e.getMessage(), e);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(
                    "/proc cannot be read: " + e.getMessage(), new IOException(e));
        }
        return new Census(running, zombies, missed);
    }

    /** The environment a process was started with; empty when it is gone or not ours to read. */
    static Map<String, String> environment(long pid) {
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

    static String bootId() {
        return firstLine(ROOT.resolve("sys/kernel/random/boot_id")).orElse("unknown");
    }

    static long outOfMemoryKills() {
        try (var lines = Files.lines(ROOT.resolve("vmstat"))) {
            return lines.filter(line -> line.startsWith("oom_kill "))
                    .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /** In the kernel's clock ticks. */
    static ProcessorTime processorTime() {
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

    private static Optional<String> firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
