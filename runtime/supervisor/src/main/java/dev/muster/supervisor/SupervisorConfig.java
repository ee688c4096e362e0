package dev.muster.supervisor;

import dev.muster.build.BuildConfig;
import dev.muster.supervisor.backend.SupervisorBackend;
import dev.muster.supervisor.replica.ReplicaConfig;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How a {@link Supervisor} works. Start from {@link #in} and change what should differ.
 *
 * @param stateDirectory the fleet's {@code .muster} folder; made when it is missing
 * @param environment what every build inherits, and a replica as far as its service says; {@code
 *     PATH} is searched for the programs of commands
 * @param jdkHome a JDK of version 25 or newer, to build and to run Java services with
 * @param cachesAreMade JVM services get AOT caches, made while the fleet runs
 * @param startsAtOnce replicas that may be starting at the same time
 * @param needsWait how long a service waits for its needs before it starts without them
 * @param drain between leaving the rotation and being told to stop
 * @param attempts how often in a row a replica that failed is started again, before it is given up
 * @param firstPause before the second attempt; doubles with each
 * @param longestPause the pause never grows beyond it
 * @param stableAfter ready for so long, a replica's failures are forgotten
 * @param logCapBytes of disk that the log of one replica may take
 * @param backend where time, threads and chance come from
 */
public record SupervisorConfig(
        Path stateDirectory,
        Map<String, String> environment,
        Path jdkHome,
        boolean cachesAreMade,
        int startsAtOnce,
        Duration needsWait,
        Duration drain,
        int attempts,
        Duration firstPause,
        Duration longestPause,
        Duration stableAfter,
        long logCapBytes,
        SupervisorBackend backend) {

    private static final long MIB = 1 << 20;

    public SupervisorConfig {
        environment = Map.copyOf(environment);
        require(startsAtOnce > 0, "startsAtOnce", startsAtOnce, "1 or more");
        require(attempts >= 0, "attempts", attempts, "0 or more");
        require(logCapBytes >= MIB, "logCapBytes", logCapBytes, "at least " + MIB);
        require(!drain.isNegative(), "drain", drain, "0 or more");
        require(!firstPause.isNegative(), "firstPause", firstPause, "0 or more");
    }

    /** What of this concerns builds. */
    BuildConfig builds() {
        return new BuildConfig(stateDirectory, environment, jdkHome);
    }

    /** What of this concerns each replica. */
    ReplicaConfig replicas() {
        return new ReplicaConfig(needsWait, drain, attempts, firstPause, longestPause, stableAfter);
    }

    /**
     * The usual configuration for a fleet's state folder, with the environment and the JDK of this
     * process and the time of the machine.
     */
    public static SupervisorConfig in(Path stateDirectory) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new SupervisorConfig(
                stateDirectory.toAbsolutePath().normalize(),
                System.getenv(),
                Path.of(Objects.requireNonNull(System.getProperty("java.home"))),
                true,
                Math.max(2, cores),
                Duration.ofSeconds(30),
                Duration.ofMillis(200),
                10,
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                64 * MIB,
                SupervisorBackend.SYSTEM);
    }

    public SupervisorConfig withEnvironment(Map<String, String> newEnvironment) {
        return new SupervisorConfig(
                stateDirectory,
                newEnvironment,
                jdkHome,
                cachesAreMade,
                startsAtOnce,
                needsWait,
                drain,
                attempts,
                firstPause,
                longestPause,
                stableAfter,
                logCapBytes,
                backend);
    }

    public SupervisorConfig withCachesMade(boolean made) {
        return new SupervisorConfig(
                stateDirectory,
                environment,
                jdkHome,
                made,
                startsAtOnce,
                needsWait,
                drain,
                attempts,
                firstPause,
                longestPause,
                stableAfter,
                logCapBytes,
                backend);
    }

    /** With another patience for programs that fail: see {@link #attempts}. */
    public SupervisorConfig withBackOff(int newAttempts, Duration newFirst, Duration newLongest) {
        return new SupervisorConfig(
                stateDirectory,
                environment,
                jdkHome,
                cachesAreMade,
                startsAtOnce,
                needsWait,
                drain,
                newAttempts,
                newFirst,
                newLongest,
                stableAfter,
                logCapBytes,
                backend);
    }

    /**
     * With time, threads and chance of its maker's; it decides on a thread of the machine still.
     */
    public SupervisorConfig withBackend(
            InstantSource clock,
            LongSupplier nanoTime,
            ThreadFactory threads,
            Supplier<RandomGenerator> random) {
        return new SupervisorConfig(
                stateDirectory,
                environment,
                jdkHome,
                cachesAreMade,
                startsAtOnce,
                needsWait,
                drain,
                attempts,
                firstPause,
                longestPause,
                stableAfter,
                logCapBytes,
                new SupervisorBackend(clock, nanoTime, backend.deciding(), threads, random));
    }

    private static void require(boolean holds, String key, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(key + " is " + value + "; it must be " + range);
        }
    }
}
