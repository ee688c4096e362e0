package dev.muster.gateway;

import dev.muster.balance.AttemptAction.Verdict;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * An answer of the gateway itself, sent as {@code application/problem+json} (RFC 9457).
 *
 * @param detail one sentence for the client, of plain text without quotes
 * @param retryAfterSeconds 0 for no {@code Retry-After}
 */
record Problem(HttpResponseStatus status, String detail, int retryAfterSeconds) {
    static Problem of(int status, String detail) {
        return new Problem(HttpResponseStatus.valueOf(status), detail, 0);
    }

    /**
     * @param path that is kept from the edge
     */
    static Problem kept(String path, String service) {
        return of(
                404,
                path
                        + " of "
                        + service
                        + " is kept from the edge. A route that names the path exactly opens it:"
                        + " add it to the routes of "
                        + service
                        + " in muster.yaml.");
    }

    /**
     * @param most bytes
     */
    static Problem tooLarge(long most) {
        return new Problem(
                new HttpResponseStatus(413, "Content Too Large"),
                "The body is longer than " + most + " bytes, the most that this route takes.",
                0);
    }

    static Problem loop(String service) {
        var status = new HttpResponseStatus(508, "Loop Detected");
        return new Problem(status, service + " sends the request back here.", 0);
    }

    static Problem unavailable(String detail) {
        return new Problem(HttpResponseStatus.SERVICE_UNAVAILABLE, detail, 1);
    }

    /**
     * What a client is told when no attempt at {@code service} was answered.
     *
     * @param perhapsDone whether the request, which changes something, may have been carried out
     */
    static Problem unanswered(String service, Verdict verdict, boolean perhapsDone) {
        var doubt = perhapsDone ? " The request may have been carried out." : "";
        return switch (verdict) {
            case UNREACHABLE -> unavailable("No replica of " + service + " can be connected to.");
            case LATE -> of(504, service + " did not answer in time." + doubt);
            case MALFORMED -> of(502, service + " sent a response that is not valid HTTP." + doubt);
            case LOST -> of(502, service + " closed the connection before it answered." + doubt);
            case ENDED_ITS_REPLICA ->
                    of(
                            502,
                            "A replica of "
                                    + service
                                    + " ended while it had this request, which is therefore sent to"
                                    + " no other."
                                    + doubt);
            case TRACE_OF_ITSELF ->
                    of(
                            502,
                            service
                                    + " did not answer the request properly at first, and what it"
                                    + " answered when it was sent again may be the result of the"
                                    + " first time."
                                    + doubt);
            case OURS -> of(502, "The request could not be passed on to " + service + "." + doubt);
        };
    }

    /** The document; nothing in it is a client's own text, so nothing needs escaping. */
    ByteBuf toJson(String traceId, ByteBufAllocator allocator) {
        var json =
                "{\"type\":\"about:blank\",\"title\":\""
                        + status.reasonPhrase()
                        + "\",\"status\":"
                        + status.code()
                        + ",\"detail\":\""
                        + detail
                        + "\",\"traceId\":\""
                        + traceId
                        + "\"}\n";
        return ByteBufUtil.writeUtf8(allocator, json);
    }
}
