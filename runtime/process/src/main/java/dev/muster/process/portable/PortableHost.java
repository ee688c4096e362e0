package dev.muster.process.portable;

import dev.muster.process.Census;
import dev.muster.process.Host;
import dev.muster.process.Mark;
import dev.muster.process.ProcessEntry;
import dev.muster.process.ProcessIdentity;
import dev.muster.process.ProcessorTime;
import dev.muster.process.Signal;
import dev.muster.process.TimeLimit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Any Unix with a JDK, by {@link ProcessHandle} and the commands {@code kill} and {@code perl}.
 *
 * <p>It tells of no sessions, groups, environments, marks, sockets or memory, and of the machine
 * neither its boots nor what it killed. A replica is then its wrapper, whatever descends from it by
 * parents that still run, and, to be ended, its process group. Starts are milliseconds since 1970,
 * which are not given twice by another boot.
 */
public final class PortableHost implements Host {

    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final String SETSID =
            "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV; die \"$ARGV[0]: $!\\n\"";

    private final Optional<String> user = ProcessHandle.current().info().user();

    @Override
    public boolean isHere() {
        return true;
    }

    @Override
    public Census census() {
        var running = new ArrayList<ProcessEntry>();
        var zombies = new HashSet<ProcessEntry>();
        ProcessHandle.allProcesses()
                .forEach(
                        process -> {
                            var info = process.info();
                            var entry = entry(process, info);
                            (isZombie(info) ? zombies : running).add(entry);
                        });
        return new Census(running, zombies, false);
    }

    @Override
    public Optional<ProcessEntry> process(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(
                        process -> {
                            var info = process.info();
                            return isZombie(info) || !process.isAlive()
                                    ? Optional.empty()
                                    : Optional.of(entry(process, info));
                        });
    }

    /** Of a process that ended, nothing is left but who it belonged to and when it began. */
    private boolean isZombie(ProcessHandle.Info info) {
        return info.command().isEmpty() && info.commandLine().isEmpty() && info.user().equals(user);
    }

    private static ProcessEntry entry(ProcessHandle process, ProcessHandle.Info info) {
        return new ProcessEntry(
                process.pid(),
                info.command().map(PortableHost::lastName).orElse(""),
                process.parent().map(ProcessHandle::pid).orElse(0L),
                OptionalLong.empty(),
                OptionalLong.empty(),
                info.startInstant()
                        .map(Instant::toEpochMilli)
                        .orElse(ProcessIdentity.UNKNOWN_START),
                OptionalLong.empty());
    }

    private static String lastName(String command) {
        return command.substring(command.lastIndexOf('/') + 1);
    }

    @Override
    public void awaitEnds(List<ProcessIdentity> processes, Consumer<ProcessIdentity> ended) {
        Set<ProcessIdentity> left = new HashSet<>(processes);
        while (true) {
            for (var each : List.copyOf(left)) {
                if (!isAlive(each)) {
                    left.remove(each);
                    ended.accept(each);
                }
            }
            if (left.isEmpty()) {
                return;
            }
            TimeLimit.pauseAtAnyRate(GLANCE);
        }
    }

    @Override
    public Map<String, String> environment(long pid) {
        return Map.of();
    }

    @Override
    public boolean seesMarks() {
        return false;
    }

    @Override
    public boolean isMarked(long pid, Mark mark) {
        return false;
    }

    @Override
    public boolean seesSessions() {
        return false;
    }

    @Override
    public List<InetSocketAddress> listening(List<Long> pids) {
        return List.of();
    }

    /** There is a setsid(2) everywhere, and a command of that name on Linux alone. */
    @Override
    public List<String> inNewSession(List<String> command) {
        var whole = new ArrayList<>(List.of("perl", "-e", SETSID));
        whole.addAll(command);
        return whole;
    }

    @Override
    public boolean signal(long pid, Signal signal) {
        return kill(signal.name(), pid);
    }

    @Override
    public boolean isGroupAlive(long leader) {
        return kill("0", -leader);
    }

    private static boolean kill(String signal, long pid) {
        if (!Signal.isTarget(pid)) {
            return false;
        }
        try {
            var kill =
                    new ProcessBuilder("kill", "-s", signal, "--", Long.toString(pid))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return kill.waitFor() == 0;
        } catch (IOException cannotBeStarted) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean giveBackHead(Path file, long length) {
        return false;
    }

    @Override
    public String bootId() {
        return "unknown";
    }

    @Override
    public long outOfMemoryKills() {
        return 0;
    }

    @Override
    public ProcessorTime processorTime() {
        return ProcessorTime.UNKNOWN;
    }
}
