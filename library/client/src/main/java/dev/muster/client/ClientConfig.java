package dev.muster.client;

import java.time.Duration;

/**
 * How calls to peers are made.
 *
 * @param deadline how long a call may take, sending it again included, until its response begins; a
 *     typed call until its response is complete
 * @param stallAfter how long, at least, to wait for an answer before its replica is taken for stuck
 *     and, if the request is idempotent, another one is asked too; where a service usually takes
 *     longer, three times its mean
 * @param discoveryWait how long the first call of a service waits for the registry's first answer
 * @param maxResponseBytes how long the response of a typed call may be
 */
public record ClientConfig(
        Duration deadline, Duration stallAfter, Duration discoveryWait, int maxResponseBytes) {
    /** 10 s, 800 ms, 2 s and 8 MiB. */
    public static final ClientConfig STANDARD =
            new ClientConfig(
                    Duration.ofSeconds(10), Duration.ofMillis(800), Duration.ofSeconds(2), 8 << 20);

    public ClientConfig {
        requirePositive("deadline", deadline);
        requirePositive("stallAfter", stallAfter);
        requirePositive("discoveryWait", discoveryWait);
        if (maxResponseBytes < 1) {
            throw new IllegalArgumentException(
                    "maxResponseBytes is " + maxResponseBytes + ", expected at least 1");
        }
    }

    public ClientConfig withDeadline(Duration newDeadline) {
        return new ClientConfig(newDeadline, stallAfter, discoveryWait, maxResponseBytes);
    }

    public ClientConfig withStallAfter(Duration newStallAfter) {
        return new ClientConfig(deadline, newStallAfter, discoveryWait, maxResponseBytes);
    }

    public ClientConfig withDiscoveryWait(Duration newDiscoveryWait) {
        return new ClientConfig(deadline, stallAfter, newDiscoveryWait, maxResponseBytes);
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(key + " is " + value + ", expected more than 0");
        }
    }
}
