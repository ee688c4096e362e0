package dev.muster.process.linux;

import dev.muster.process.Census;
import dev.muster.process.Host;
import dev.muster.process.Mark;
import dev.muster.process.ProcessEntry;
import dev.muster.process.ProcessIdentity;
import dev.muster.process.ProcessorTime;
import dev.muster.process.Signal;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Linux: {@code /proc}, and a few system calls that the JDK does not offer. Tells everything. */
public final class LinuxHost implements Host {

    @Override
    public boolean isHere() {
        return Files.isReadable(ProcFs.ROOT.resolve("self/stat"));
    }

    @Override
    public Census census() {
        return ProcFs.census();
    }

    @Override
    public Optional<ProcessEntry> process(long pid) {
        return ProcFs.stat(pid).filter(stat -> !stat.isZombie()).map(Stat::entry);
    }

    /** Without the entry, which costs a native call. */
    @Override
    public boolean isAlive(ProcessIdentity seen) {
        return ProcFs.stat(seen.pid())
                .filter(stat -> !stat.isZombie())
                .filter(stat -> seen.beganAt(stat.startTicks()))
                .isPresent();
    }

    @Override
    public void awaitEnds(List<ProcessIdentity> processes, Consumer<ProcessIdentity> ended) {
        new PidWatch(this, processes, ended).run();
    }

    @Override
    public Map<String, String> environment(long pid) {
        return ProcFs.environment(pid);
    }

    @Override
    public boolean seesMarks() {
        return true;
    }

    @Override
    public boolean isMarked(long pid, Mark mark) {
        OptionalLong limit = ProcFs.fileLockLimit(pid);
        return (limit.isPresent() && limit.getAsLong() == mark.limit())
                || mark.nonce().equals(ProcFs.environment(pid).get(Mark.VARIABLE));
    }

    @Override
    public boolean seesSessions() {
        return true;
    }

    @Override
    public List<InetSocketAddress> listening(List<Long> pids) {
        return ListeningSockets.of(pids);
    }

    @Override
    public List<String> inNewSession(List<String> command) {
        var whole = new ArrayList<>(List.of("setsid"));
        whole.addAll(command);
        return whole;
    }

    @Override
    public boolean signal(long pid, Signal signal) {
        return Posix.kill(pid, signal.number());
    }

    @Override
    public boolean isGroupAlive(long leader) {
        return Posix.kill(-leader, Posix.NO_SIGNAL);
    }

    @Override
    public boolean giveBackHead(Path file, long length) {
        return Posix.punchHead(file, length);
    }

    @Override
    public String bootId() {
        return ProcFs.bootId();
    }

    @Override
    public long outOfMemoryKills() {
        return ProcFs.outOfMemoryKills();
    }

    @Override
    public ProcessorTime processorTime() {
        return ProcFs.processorTime();
    }
}
