package dev.muster.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of a JVM service.
 *
 * <p>A replica's memory budget is what its process may keep resident. The heap gets three eighths
 * of it; the rest is for classes, compiled code, stacks and direct buffers. The heap is never below
 * 40 MiB, because a smaller one makes the JVM refuse an AOT cache.
 */
record JavaCommand(Path jdkHome, Optional<Long> memoryBytes) {

    private static final long MIB = 1 << 20;
    private static final long USUAL_BUDGET = 128 * MIB;
    private static final long SMALLEST_HEAP = 40 * MIB;

    long heapBytes() {
        return Math.max(SMALLEST_HEAP, memoryBytes.orElse(USUAL_BUDGET) * 3 / 8);
    }

    /**
     * @param aotCache used if the file is there
     */
    List<String> run(Path jar, Optional<Path> aotCache) {
        var arguments = command();
        aotCache.filter(Files::isRegularFile)
                .ifPresent(cache -> arguments.add("-XX:AOTCache=" + cache));
        arguments.add("-jar");
        arguments.add(jar.toString());
        return List.copyOf(arguments);
    }

    /** A run whose end writes the AOT cache. */
    List<String> train(Path jar, Path aotCache) {
        var arguments = command();
        arguments.add("-XX:AOTCacheOutput=" + aotCache);
        arguments.add("-jar");
        arguments.add(jar.toString());
        return List.copyOf(arguments);
    }

    /** What must be the same for a cache to fit: program and flags. */
    List<String> command() {
        var arguments = new ArrayList<String>();
        arguments.add(jdkHome.resolve("bin").resolve("java").toString());
        arguments.add("-Xmx" + heapBytes() / MIB + "m");
        arguments.addAll(FLAGS);
        return arguments;
    }

    private static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xss512k",
                    "-XX:ReservedCodeCacheSize=32m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    // The JVM's own warnings go to stderr: stdout is the service's JSON log.
                    "-Xlog:disable",
                    "-Xlog:all=warning:stderr");
}
