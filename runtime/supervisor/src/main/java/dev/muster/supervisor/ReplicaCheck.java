package dev.muster.supervisor;

import dev.muster.process.ListeningSockets;
import dev.muster.process.ProcFs;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Probes one process of a replica; where nothing listens on its port it says where the process does
 * listen. Blocks; for one caller at a time.
 */
final class ReplicaCheck implements ProbeLoop.Check {

    /** To look is dear, and a program that only just started listens nowhere yet. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Probe probe;
    private final ReplicaProcess process;
    private long lookedAt = System.nanoTime();
    private String found = "";

    ReplicaCheck(Probe probe, ReplicaProcess process) {
        this.probe = probe;
        this.process = process;
    }

    @Override
    public ProbeResult check() {
        int port = process.identity().port();
        var result = probe.check(ReplicaSetting.LOOPBACK, port);
        return result instanceof ProbeResult.Failed(var reason, var isRefused) && isRefused
                ? new ProbeResult.Failed(reason + elsewhere(port), true)
                : result;
    }

    private String elsewhere(int port) {
        if (System.nanoTime() - lookedAt >= LOOK_EVERY.toNanos()) {
            lookedAt = System.nanoTime();
            List<Long> pids = process.programs().stream().map(ProcFs.Stat::pid).toList();
            found = worded(port, ListeningSockets.of(pids));
        }
        return found;
    }

    /** Goes on after "nothing listens on port 20113". */
    static String worded(int port, List<InetSocketAddress> listening) {
        if (listening.isEmpty()) {
            return "";
        }
        var here =
                listening.stream()
                        .filter(address -> address.getPort() == port)
                        .map(address -> address.getAddress().getHostAddress())
                        .collect(Collectors.joining(" and "));
        if (!here.isEmpty()) {
            return " of the loopback; it listens there on " + here + " alone";
        }
        var ports =
                listening.stream()
                        .map(InetSocketAddress::getPort)
                        .distinct()
                        .sorted()
                        .map(String::valueOf)
                        .toList();
        return "; it listens on port"
                + (ports.size() == 1 ? " " : "s ")
                + String.join(" and ", ports)
                + " instead of the one that PORT tells it";
    }
}
