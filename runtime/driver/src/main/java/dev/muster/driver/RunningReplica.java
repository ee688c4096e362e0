package dev.muster.driver;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What runs of a replica from one start to its end, whether this agent or an earlier one started
 * it. Two are equal only if they are the same. Thread-safe; every method may block, save {@link
 * #identity}, {@link #pid} and {@link #ended}, which the supervisor asks where it must not wait.
 */
public interface RunningReplica {

    ReplicaIdentity identity();

    /**
     * Pid of the program itself, where there is one, as far as it is known: since a call of another
     * method, or of {@link ReplicaDriver#usage}, a moment after the start.
     */
    Optional<Long> pid();

    /**
     * Completes, on any thread, when the program ended. What it started may still run: see {@link
     * #clear}.
     */
    CompletableFuture<Ending> ended();

    /**
     * Asks all that runs of it to end.
     *
     * @return false when it is too early to ask
     */
    boolean stop();

    /** Ends all that runs of it by force. */
    void kill();

    /**
     * Waits until nothing of it runs, and ends by force what still does after the grace: a request
     * may be on its way to a part of it that outlived the program. Blocks.
     *
     * @return pids of what could not be ended; mostly none
     */
    List<Long> clear(Duration grace);

    /**
     * Asks it to end, and does not ask any more after a while. Blocks until nothing of it runs.
     *
     * @return pids of what could not be ended; mostly none
     */
    default List<Long> end(Duration grace) {
        var _ = stop();
        return clear(grace);
    }

    /** Where anything of it listens. */
    List<InetSocketAddress> listening();

    /** What of it listens at a port. */
    Listener listenerAt(int port);

    /** What the replica was told by a variable of its environment at its start. */
    Optional<String> variable(String name);
}
