package dev.muster.supervisor.probe;

import dev.muster.driver.Listener;
import dev.muster.driver.RunningReplica;
import dev.muster.fleet.Cause;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Probes one process of a replica; where nothing listens on its port it says where the process does
 * listen. Blocks; for one caller at a time.
 *
 * <p>A start script that puts a server into the background answers like one that stays, until it
 * leaves. So where the program itself does not listen, the first pass counts only once the program
 * has stayed for a while after it. A wrapper that waits for its child (a shell, {@code npm start},
 * {@code go run}) is held for a second; one whose server left the session, as daemons do, for five.
 */
public final class ReplicaCheck {

    /** To look is dear, and a program that only just started listens nowhere yet. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Duration HOLD_WRAPPER = Duration.ofSeconds(1);
    private static final Duration HOLD_DAEMON = Duration.ofSeconds(5);

    private final Probe probe;
    private final int port;
    private final RunningReplica replica;
    private final LongSupplier nanoTime;
    private long lookedAt;
    private Cause.NothingListens found;

    private boolean trusted;
    private OptionalLong firstPass = OptionalLong.empty();
    private long heldUntil;
    private ProbeResult held = new ProbeResult.Held(new Cause.NotReachedYet());

    /**
     * @param port at which the replica was told to listen
     * @param trusted whether it was ready before, so that its first pass counts
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public ReplicaCheck(
            Probe probe, int port, RunningReplica replica, boolean trusted, LongSupplier nanoTime) {
        this.probe = probe;
        this.port = port;
        this.replica = replica;
        this.trusted = trusted;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong();
        this.found = nothingListens(port, List.of());
    }

    public ProbeResult check() {
        return switch (probe.check(Probe.LOOPBACK, port)) {
            case ProbeResult.Passed passed when !trusted -> unlessHeld(passed);
            case ProbeResult.Failed(Cause.NothingListens _) -> new ProbeResult.Failed(elsewhere());
            case ProbeResult other -> other;
        };
    }

    private ProbeResult unlessHeld(ProbeResult.Passed passed) {
        long now = nanoTime.getAsLong();
        if (firstPass.isEmpty()) {
            firstPass = OptionalLong.of(now);
            heldUntil = now;
        }
        if (now - heldUntil >= 0 && replica.listenerAt(port) instanceof Listener.Started other) {
            Duration hold = other.staysInSession() ? HOLD_WRAPPER : HOLD_DAEMON;
            heldUntil = firstPass.getAsLong() + hold.toNanos();
            held = new ProbeResult.Held(new Cause.AnsweredByChild(other.program(), other.pid()));
        }
        trusted = now - heldUntil >= 0;
        return trusted ? passed : held;
    }

    private Cause.NothingListens elsewhere() {
        long now = nanoTime.getAsLong();
        if (now - lookedAt >= LOOK_EVERY.toNanos()) {
            lookedAt = now;
            found = nothingListens(port, replica.listening());
        }
        return found;
    }

    /** It says where the replica listens instead. */
    static Cause.NothingListens nothingListens(int port, List<InetSocketAddress> listening) {
        var here =
                listening.stream()
                        .filter(address -> address.getPort() == port)
                        .map(address -> address.getAddress().getHostAddress())
                        .toList();
        var others = listening.stream().map(InetSocketAddress::getPort).distinct().sorted();
        return new Cause.NothingListens(port, here, here.isEmpty() ? others.toList() : List.of());
    }
}
