package dev.muster.registry;

import dev.muster.http.Request;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a request is willing to wait for what it has not seen yet (Consul's "blocking queries").
 *
 * @param seen the index of what the client knows, or 0 if it knows nothing and so never waits
 * @param longest how long it waits at most
 */
record BlockingQuery(long seen, Duration longest) {
    private static final Duration UNLESS_SAID = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final String INVALID_WAIT =
            "Invalid wait time: expected a duration such as 30s or 5m";

    /** The part of the wait that is added at random, so that clients do not come back together. */
    private static final int JITTER = 16;

    /** The query cannot be understood; the message is for the client. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    static BlockingQuery of(Request request, RandomGenerator random) throws Malformed {
        long seen = index(request.query("index").orElse(""));
        var wait = request.query("wait").orElse("");
        var asked =
                wait.isEmpty()
                        ? Duration.ZERO
                        : GoDuration.parse(wait).orElseThrow(() -> new Malformed(INVALID_WAIT));
        return new BlockingQuery(seen, longest(asked, random));
    }

    boolean waits() {
        return seen > 0;
    }

    static Duration longest(Duration asked, RandomGenerator random) {
        var bounded = asked.isZero() ? UNLESS_SAID : asked;
        if (bounded.compareTo(LONGEST) > 0) {
            bounded = LONGEST;
        }
        long most = bounded.dividedBy(JITTER).toNanos();
        return most == 0 ? bounded : bounded.plusNanos(random.nextLong(most));
    }

    private static long index(String text) throws Malformed {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            // Consul's indexes are unsigned; one beyond our range is one we never gave out.
            long index = Long.parseUnsignedLong(text);
            return index < 0 ? Long.MAX_VALUE : index;
        } catch (NumberFormatException _) {
            throw new Malformed("Invalid index: expected the X-Consul-Index of an answer");
        }
    }
}
