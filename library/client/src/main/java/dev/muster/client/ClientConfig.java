package dev.muster.client;

import java.time.Duration;

/**
 * How calls to peers are made.
 *
 * @param deadline how long a call may take, sending it again included, until its response begins; a
 *     typed call until its response is complete
 * @param stallAfter how long, at least, to wait for an answer before its replica is taken for stuck
 *     and, if the request is safe, another one is asked too; where a service usually takes longer,
 *     three times its mean
 * @param discoveryWait how long the first call of a service waits for the registry's first answer
 * @param maxResponseBytes how long the response of a typed call may be
 * @param unreadDeadline how long the body of a streamed response may wait for its reader before its
 *     connection is cut
 * @param hedge whether another replica is asked too for a {@code PUT} or {@code DELETE} that has
 *     stalled, for peers where executing one twice at the same time does no harm
 */
public record ClientConfig(
        Duration deadline,
        Duration stallAfter,
        Duration discoveryWait,
        int maxResponseBytes,
        Duration unreadDeadline,
        boolean hedge) {
    /** 10 s, 800 ms, 2 s, 8 MiB and 1 minute; no {@code PUT} or {@code DELETE} is hedged. */
    public static final ClientConfig STANDARD =
            new ClientConfig(
                    Duration.ofSeconds(10),
                    Duration.ofMillis(800),
                    Duration.ofSeconds(2),
                    8 << 20,
                    Duration.ofMinutes(1),
                    false);

    public ClientConfig {
        requirePositive("deadline", deadline);
        requirePositive("stallAfter", stallAfter);
        requirePositive("discoveryWait", discoveryWait);
        requirePositive("unreadDeadline", unreadDeadline);
        if (maxResponseBytes < 1) {
            throw new IllegalArgumentException(
                    "maxResponseBytes is " + maxResponseBytes + ", expected at least 1");
        }
    }

    public ClientConfig withDeadline(Duration newDeadline) {
        return new ClientConfig(
                newDeadline, stallAfter, discoveryWait, maxResponseBytes, unreadDeadline, hedge);
    }

    public ClientConfig withStallAfter(Duration newStallAfter) {
        return new ClientConfig(
                deadline, newStallAfter, discoveryWait, maxResponseBytes, unreadDeadline, hedge);
    }

    public ClientConfig withDiscoveryWait(Duration newDiscoveryWait) {
        return new ClientConfig(
                deadline, stallAfter, newDiscoveryWait, maxResponseBytes, unreadDeadline, hedge);
    }

    public ClientConfig withUnreadDeadline(Duration newUnreadDeadline) {
        return new ClientConfig(
                deadline, stallAfter, discoveryWait, maxResponseBytes, newUnreadDeadline, hedge);
    }

    public ClientConfig withHedge(boolean newHedge) {
        return new ClientConfig(
                deadline, stallAfter, discoveryWait, maxResponseBytes, unreadDeadline, newHedge);
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(key + " is " + value + ", expected more than 0");
        }
    }
}
