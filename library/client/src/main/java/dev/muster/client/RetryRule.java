package dev.muster.client;

import dev.muster.http.Request;
import dev.muster.transport.TransportException;

import java.util.Set;

/**
 * What may be sent again, and where. A request that was never sent may be; one that may have been
 * executed, only if executing it twice does no harm (RFC 9110, section 9.2.2).
 */
enum RetryRule {
    /** Not at all. */
    NEVER,
    /** To another replica, and without limit but the number of attempts: nothing was sent. */
    UNSENT,
    /** To another replica, once, if the budget has it. */
    IDEMPOTENT,
    /** Also to the same replica: it closed an idle connection just as we took it. */
    STALE;

    private static final Set<String> IDEMPOTENT_METHODS =
            Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(500, 502, 503, 504);

    static boolean isIdempotent(Request request) {
        return IDEMPOTENT_METHODS.contains(request.method()) && request.body().isRepeatable();
    }

    static RetryRule after(Request request, TransportException cause) {
        if (!request.body().isRepeatable()) {
            return NEVER;
        }
        return switch (cause.kind()) {
            case UNREACHABLE -> UNSENT;
            case CLOSED_BEFORE_RESPONSE ->
                    !isIdempotent(request) ? NEVER : cause.reused() ? STALE : IDEMPOTENT;
            case CLOSED_WITHIN_RESPONSE, MALFORMED, TIMEOUT ->
                    isIdempotent(request) ? IDEMPOTENT : NEVER;
            default -> NEVER;
        };
    }

    static RetryRule after(Request request, int status) {
        return WORTH_ANOTHER_TRY.contains(status) && isIdempotent(request) ? IDEMPOTENT : NEVER;
    }
}
