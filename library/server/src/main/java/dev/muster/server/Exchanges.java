package dev.muster.server;

import dev.muster.http.ClientGone;
import dev.muster.http.Handler;
import dev.muster.http.Headers;
import dev.muster.http.Request;
import dev.muster.transport.ExchangeEnd;
import dev.muster.transport.ExchangeHandler;
import dev.muster.transport.ExchangeObserver;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ServerExchange;
import dev.muster.transport.TransportException;

import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Has each request of a listener answered by a router: on a virtual thread of its own, or on the
 * event loop where the route says that it never blocks.
 *
 * <p>One task goes from the loop to the thread and, for a response in memory, one comes back: a
 * connection never keeps a thread between its requests, so no connection can starve another.
 */
final class Exchanges implements ExchangeHandler {
    private static final long UNKNOWN = -1;

    private final Router router;
    private final int heldBodyBytes;
    private final ExchangeObserver handled;
    private final ThreadFactory threads =
            Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

    Exchanges(Router router, int heldBodyBytes, ExchangeObserver unhandled) {
        this.router = router;
        this.heldBodyBytes = heldBodyBytes;
        this.handled = new Handled(unhandled);
    }

    @Override
    public void handle(ServerExchange exchange) {
        var headers = ((FlatHeaders) exchange.request().headers()).toHeaders();
        var match =
                router.match(
                        Request.of(exchange.request().method().name(), exchange.request().uri())
                                .withHeaders(headers));
        if (!exchange.hasBody()) {
            dispatch(exchange, match, match.request());
            return;
        }
        long length = bodyLength(headers);
        if (match.isNonBlocking() || isHeld(length, headers)) {
            exchange.receive(
                    new HeldBody(
                            body -> dispatch(exchange, match, match.request().withBody(body))));
        } else {
            stream(exchange, match, length);
        }
    }

    /** A client that waits to be told to go on is answered by the handler, which may refuse. */
    private boolean isHeld(long length, Headers headers) {
        return length != UNKNOWN && length <= heldBodyBytes && !headers.contains("Expect");
    }

    private void dispatch(ServerExchange exchange, Router.Match match, Request request) {
        exchange.observe(handled);
        if (match.isNonBlocking()) {
            answerOnLoop(exchange, match, request);
        } else {
            start(exchange, () -> answer(exchange, match, request));
        }
    }

    private void stream(ServerExchange exchange, Router.Match match, long length) {
        exchange.observe(handled);
        var body =
                new StreamedBody(
                        exchange,
                        length == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(length));
        start(
                exchange,
                () -> {
                    try {
                        answer(exchange, match, match.request().withBody(body));
                    } finally {
                        // What is left of it nobody will read.
                        body.discard();
                    }
                });
    }

    private void answerOnLoop(ServerExchange exchange, Router.Match match, Request request) {
        var answer = Answer.of(request, Problems.answer(match.handler(), request, () -> ""));
        if (answer.isWhole()) {
            answer.sendWhole(exchange);
        } else {
            start(exchange, () -> answer.sendStream(exchange));
        }
    }

    private void answer(ServerExchange exchange, Router.Match match, Request request) {
        Consumer<Runnable> listeners =
                action -> exchange.eventLoop().execute(() -> exchange.onAbandoned(action));
        Handler handler = each -> ClientGone.handle(match.handler(), each, listeners);
        var answer = Answer.of(request, Problems.answer(handler, request, () -> ""));
        if (answer.isWhole()) {
            exchange.eventLoop().execute(() -> answer.sendWhole(exchange));
        } else {
            answer.sendStream(exchange);
        }
    }

    /** Runs {@code work} on a thread of its own; whatever becomes of it, the client hears. */
    private void start(ServerExchange exchange, Runnable work) {
        threads.newThread(
                        () -> {
                            try {
                                work.run();
                            } catch (Throwable e) {
                                var cause =
                                        new TransportException(
                                                TransportException.Kind.CANCELLED,
                                                "the answer failed");
                                exchange.eventLoop().execute(() -> exchange.failed(cause));
                                throw e;
                            }
                        })
                .start();
    }

    private static long bodyLength(Headers headers) {
        return headers.first("Content-Length").map(Long::parseLong).orElse(UNKNOWN);
    }

    /** Leaves the end of an exchange to the filters that its request has gone through. */
    private record Handled(ExchangeObserver unhandled) implements ExchangeObserver {
        @Override
        public void ended(ExchangeEnd end) {}

        @Override
        public String traceId(String traceparent) {
            return unhandled.traceId(traceparent);
        }
    }
}
