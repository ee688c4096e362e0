package dev.muster.client;

import dev.muster.http.Filter;
import dev.muster.http.Headers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
 * @param filters what every call passes, the first one first, before it is balanced, timed and
 *     traced
 */
public record ClientConfig(
        Duration deadline,
        Duration stallAfter,
        Duration discoveryWait,
        int maxResponseBytes,
        Duration unreadDeadline,
        boolean hedge,
        List<Filter> filters) {
    /** 10 s, 800 ms, 2 s, 8 MiB and 1 minute; no {@code PUT} or {@code DELETE} is hedged. */
    public static final ClientConfig STANDARD =
            new ClientConfig(
                    Duration.ofSeconds(10),
                    Duration.ofMillis(800),
                    Duration.ofSeconds(2),
                    8 << 20,
                    Duration.ofMinutes(1),
                    false,
                    List.of());

    public ClientConfig {
        filters = List.copyOf(filters);
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
                newDeadline,
                stallAfter,
                discoveryWait,
                maxResponseBytes,
                unreadDeadline,
                hedge,
                filters);
    }

    public ClientConfig withStallAfter(Duration newStallAfter) {
        return new ClientConfig(
                deadline,
                newStallAfter,
                discoveryWait,
                maxResponseBytes,
                unreadDeadline,
                hedge,
                filters);
    }

    public ClientConfig withDiscoveryWait(Duration newDiscoveryWait) {
        return new ClientConfig(
                deadline,
                stallAfter,
                newDiscoveryWait,
                maxResponseBytes,
                unreadDeadline,
                hedge,
                filters);
    }

    public ClientConfig withUnreadDeadline(Duration newUnreadDeadline) {
        return new ClientConfig(
                deadline,
                stallAfter,
                discoveryWait,
                maxResponseBytes,
                newUnreadDeadline,
                hedge,
                filters);
    }

    public ClientConfig withHedge(boolean newHedge) {
        return new ClientConfig(
                deadline,
                stallAfter,
                discoveryWait,
                maxResponseBytes,
                unreadDeadline,
                newHedge,
                filters);
    }

    /** One more filter, behind those there are. */
    public ClientConfig withFilter(Filter filter) {
        var more = new ArrayList<>(filters);
        more.add(filter);
        return new ClientConfig(
                deadline, stallAfter, discoveryWait, maxResponseBytes, unreadDeadline, hedge, more);
    }

    /**
     * A header that every request has.
     *
     * @throws IllegalArgumentException if it is no header that can be sent
     */
    public ClientConfig withHeader(String name, String value) {
        var _ = Headers.of(name, value);
        return withFilter((request, next) -> next.handle(request.withHeader(name, value)));
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(key + " is " + value + ", expected more than 0");
        }
    }
}
