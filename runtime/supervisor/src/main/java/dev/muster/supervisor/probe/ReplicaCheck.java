package dev.muster.supervisor.probe;

import dev.muster.process.ListeningSockets;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Probes one process of a replica; where nothing listens on its port it says where the process does
 * listen. Blocks; for one caller at a time.
 */
public final class ReplicaCheck {

    /** To look is dear, and a program that only just started listens nowhere yet. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Probe probe;
    private final int port;
    private final Supplier<List<Long>> programs;
    private long lookedAt = System.nanoTime();
    private String found = "";

    /**
     * @param port at which the replica was told to listen
     * @param programs pids of what runs of the replica now
     */
    public ReplicaCheck(Probe probe, int port, Supplier<List<Long>> programs) {
        this.probe = probe;
        this.port = port;
        this.programs = programs;
    }

    public ProbeResult check() {
        var result = probe.check(Probe.LOOPBACK, port);
        return result instanceof ProbeResult.Failed(var reason, var isRefused) && isRefused
                ? new ProbeResult.Failed(reason + elsewhere(), true)
                : result;
    }

    private String elsewhere() {
        if (System.nanoTime() - lookedAt >= LOOK_EVERY.toNanos()) {
            lookedAt = System.nanoTime();
            found = worded(port, ListeningSockets.of(programs.get()));
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
