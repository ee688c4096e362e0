package dev.muster.server;

import dev.muster.http.Body;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.ProblemDetails;
import dev.muster.transport.FlatHeaders;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/** A response on its way to the client that asked. */
final class Answer {
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final int PIECE = 32 << 10;
    private static final long UNKNOWN = -1;

    private final Request request;
    private final Response response;
    private final FlatHeaders head;

    private Answer(Request request, Response response) {
        this.request = request;
        this.response = response;
        this.head = head(request, response);
    }

    static Answer of(Request request, Response response) {
        return new Answer(request, response);
    }

    /** What a client is told whose request took longer than its route allows. */
    static Answer late(RunningExchange running) {
        var problem = HttpProblem.of(503, "this took longer than it may take");
        return of(running.request(), ProblemDetails.response(problem, running.traceId()));
    }

    /** Whether the response is in memory, or has no body, and so can be sent without waiting. */
    boolean isWhole() {
        return response.body() instanceof Body.Bytes || !hasBody(request, response);
    }

    /** Sends a whole response, at the client's pace. Called on the event loop. */
    void sendWhole(RunningExchange running) {
        running.respond(response.status(), head);
        if (hasBody(request, response) && response.body() instanceof Body.Bytes held) {
            send(running, Unpooled.wrappedBuffer(held.buffer()));
        } else {
            response.body().discard();
            running.end();
        }
    }

    private static void send(RunningExchange running, ByteBuf rest) {
        if (rest.readableBytes() <= PIECE) {
            running.exchange().data(rest);
            running.end();
        } else {
            running.exchange().onWritable(() -> sendOn(running, rest));
            sendOn(running, rest);
        }
    }

    /**
     * Sends as much as the connection takes. What a slow client leaves over stays in the body's own
     * memory, which other responses may share.
     */
    private static void sendOn(RunningExchange running, ByteBuf rest) {
        if (!rest.isReadable()) {
            return;
        }
        var exchange = running.exchange();
        while (rest.isReadable() && exchange.isWritable()) {
            exchange.data(rest.readRetainedSlice(Math.min(PIECE, rest.readableBytes())));
        }
        if (!rest.isReadable()) {
            running.end();
        }
    }

    /**
     * Sends the response while its body is being produced. Called on a thread that may block, which
     * is not needed any more where the body has a thread of its own.
     */
    void sendStream(RunningExchange running) {
        var stream = new ResponseStream(running, response.status(), head);
        if (response.body() instanceof BegunBody begun) {
            var _ = begun.continueInto(stream).whenComplete((_, e) -> finish(running, stream, e));
            return;
        }
        try {
            response.body().writeTo(stream);
            finish(running, stream, null);
        } catch (Throwable e) {
            finish(running, stream, e);
        }
    }

    private void finish(
            RunningExchange running, ResponseStream stream, @Nullable Throwable failure) {
        var met = failure;
        if (met == null) {
            try {
                stream.end();
                return;
            } catch (IOException e) {
                met = e;
            }
        }
        if (stream.isHeadSent()) {
            logCut(met, stream.isUnwanted() || met instanceof BrokenRequest);
            stream.cut();
        } else {
            var problem = of(request, Problems.response(request, met, running.traceId()));
            running.onLoop(() -> problem.sendWhole(running));
        }
    }

    /** That a client leaves before the end is its own affair. */
    private void logCut(Throwable e, boolean byClient) {
        if (byClient) {
            LOG.debug("the response to {} was not wanted to its end: {}", request, e.getMessage());
        } else {
            LOG.warn("the response to {} was cut short", request, e);
        }
    }

    /**
     * The head's fields, with the length of the body where it is known. Framing is ours alone to
     * say; only a handler that answers HEAD itself knows how long its body would be.
     */
    private static FlatHeaders head(Request request, Response response) {
        var head = FlatHeaders.of(response.headers());
        long length = response.body().length().orElse(UNKNOWN);
        head.remove("Transfer-Encoding");
        if (length == 0 && request.method().equals("HEAD") && head.contains("Content-Length")) {
            return head;
        }
        head.remove("Content-Length");
        if (length != UNKNOWN && mayHaveBody(response)) {
            head.add("Content-Length", Long.toString(length));
        }
        return head;
    }

    /** Whether the client is sent the body of {@code response}. */
    static boolean hasBody(Request request, Response response) {
        return mayHaveBody(response) && !request.method().equals("HEAD");
    }

    /** RFC 9110, sections 15.3.5 and 15.4.5. */
    private static boolean mayHaveBody(Response response) {
        return response.status() != 204 && response.status() != 304;
    }
}
