package dev.muster.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of a JVM service.
 *
 * <p>A replica's memory budget is what its process may keep resident. The heap gets three eighths
 * of it; the rest is for classes, compiled code, stacks and direct buffers. The heap is never below
 * 40 MiB, because a smaller one makes the JVM refuse an AOT cache.
 */
public record JavaCommand(Path jdkHome, Optional<Long> memoryBytes) {

    private static final long MIB = 1 << 20;
    private static final long USUAL_BUDGET = 128 * MIB;
    private static final long SMALLEST_HEAP = 40 * MIB;
    private static final long HEAP_TO_MAKE_CACHES = 256 * MIB;

    private static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xss512k",
                    "-XX:ReservedCodeCacheSize=48m",
                    // Compilers free much of what they take while a service warms up.
                    "-XX:TrimNativeHeapInterval=5000",
                    // Mapped where it was made for, the AOT cache needs no patching: replicas share
                    // its pages and start sooner.
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:ArchiveRelocationMode=0",
                    "-XX:+ExitOnOutOfMemoryError",
                    "--enable-native-access=ALL-UNNAMED",
                    // Without these Netty links the C library's malloc by method handles when it
                    // starts, which is a third of the CPU time a service takes to start.
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dio.netty.noUnsafe=false",
                    "-Dio.netty.jfr.enabled=false",
                    // The JVM's own warnings go to stderr: stdout is the service's JSON log.
                    "-Xlog:disable",
                    "-Xlog:all=warning:stderr");

    /** One arena for each thread that allocates would cost more than the Java heap. */
    public static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

    long heapBytes() {
        return Math.max(SMALLEST_HEAP, memoryBytes.orElse(USUAL_BUDGET) * 3 / 8);
    }

    public List<String> run(Path jar) {
        var arguments = new ArrayList<>(command());
        arguments.addAll(List.of("-jar", jar.toString()));
        return arguments;
    }

    /**
     * Makes an AOT cache for {@link #run}: loads and links what a list names, and runs nothing of
     * it.
     */
    public List<String> makeCache(Path jar, Path classes, Path cache) {
        var arguments = new ArrayList<>(command());
        // The JVM holds all of it at once; the heap of those that start from it may be another.
        arguments.add("-Xmx" + Math.max(heapBytes(), HEAP_TO_MAKE_CACHES) / MIB + "m");
        arguments.addAll(List.of("-Xshare:dump", "-XX:+AOTClassLinking"));
        arguments.add("-XX:SharedClassListFile=" + classes);
        arguments.add("-XX:SharedArchiveFile=" + cache);
        arguments.addAll(List.of("-cp", jar.toString()));
        return arguments;
    }

    /** What must be the same for a cache to fit: program and flags. */
    public List<String> command() {
        var arguments = new ArrayList<String>();
        arguments.add(jdkHome.resolve("bin").resolve("java").toString());
        arguments.add("-Xmx" + heapBytes() / MIB + "m");
        arguments.add("-Xms" + heapBytes() / MIB / 3 + "m");
        arguments.addAll(FLAGS);
        return arguments;
    }
}
