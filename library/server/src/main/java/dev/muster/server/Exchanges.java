package dev.muster.server;

import dev.muster.http.ClientGone;
import dev.muster.http.Handler;
import dev.muster.http.Headers;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.transport.ExchangeHandler;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ServerExchange;

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
    private final ThreadFactory threads =
            Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

    Exchanges(Router router, int heldBodyBytes) {
        this.router = router;
        this.heldBodyBytes = heldBodyBytes;
    }

    @Override
    public void handle(ServerExchange exchange) {
        var headers = headers(exchange);
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
            int expected = length == UNKNOWN ? 0 : (int) Math.min(length, heldBodyBytes);
            exchange.receive(
                    new HeldBody(
                            expected,
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
        if (match.isNonBlocking()) {
            answerOnLoop(exchange, match, request);
        } else {
            threads.newThread(() -> answer(exchange, match, request)).start();
        }
    }

    private void stream(ServerExchange exchange, Router.Match match, long length) {
        var body =
                new StreamedBody(
                        exchange,
                        length == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(length));
        threads.newThread(
                        () -> {
                            try {
                                answer(exchange, match, match.request().withBody(body));
                            } finally {
                                body.discard();
                            }
                        })
                .start();
    }

    private void answerOnLoop(ServerExchange exchange, Router.Match match, Request request) {
        var answer = Answer.of(request, response(match.handler(), request));
        if (answer.isWhole()) {
            answer.sendWhole(exchange);
        } else {
            threads.newThread(() -> answer.sendStream(exchange)).start();
        }
    }

    private void answer(ServerExchange exchange, Router.Match match, Request request) {
        Consumer<Runnable> listeners =
                action -> exchange.eventLoop().execute(() -> exchange.onAbandoned(action));
        Handler handler = each -> ClientGone.handle(match.handler(), each, listeners);
        var answer = Answer.of(request, response(handler, request));
        if (answer.isWhole()) {
            exchange.eventLoop().execute(() -> answer.sendWhole(exchange));
        } else {
            answer.sendStream(exchange);
        }
    }

    private static Response response(Handler handler, Request request) {
        try {
            return handler.handle(request);
        } catch (Exception | StackOverflowError e) {
            return Problems.response(request, e, "");
        }
    }

    private static Headers headers(ServerExchange exchange) {
        if (exchange.request().headers() instanceof FlatHeaders flat) {
            return flat.toHeaders();
        }
        return Headers.of(
                exchange.request().headers().entries().stream()
                        .<String>mapMulti(
                                (field, strings) -> {
                                    strings.accept(field.getKey());
                                    strings.accept(field.getValue());
                                })
                        .toArray(String[]::new));
    }

    private static long bodyLength(Headers headers) {
        return headers.first("Content-Length").map(Long::parseLong).orElse(UNKNOWN);
    }
}
