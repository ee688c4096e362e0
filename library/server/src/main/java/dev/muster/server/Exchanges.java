package dev.muster.server;

import dev.muster.http.Body;
import dev.muster.http.Headers;
import dev.muster.http.HttpProblem;
import dev.muster.http.MediaType;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.http.ServerObserver;
import dev.muster.json.ProblemDetails;
import dev.muster.transport.ByteBudget;
import dev.muster.transport.ExchangeHandler;
import dev.muster.transport.RequestHead;
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

    /** What values made of JSON take for each byte of it: {@code {}} is a map of fifty bytes. */
    private static final int WEIGHT_OF_JSON = 16;

    /** What other bodies take: their bytes twice while they are gathered, and a text of them. */
    private static final int WEIGHT_OF_OTHERS = 4;

    private final Router router;
    private final int heldBodyBytes;
    private final long maxBodyBytes;
    private final ByteBudget memory;
    private final ServerObserver observer;
    private final LoopStalls stalls = new LoopStalls();
    private final ThreadFactory threads =
            Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

    Exchanges(Router router, ServerConfig config, ByteBudget memory, ServerObserver observer) {
        this.router = router;
        this.heldBodyBytes = config.heldBodyBytes();
        this.maxBodyBytes = config.listener().maxBodyBytes();
        this.memory = memory;
        this.observer = observer;
    }

    @Override
    public void handle(ServerExchange exchange) {
        var head = exchange.request();
        var headers = head.fields().toHeaders();
        var request = Request.of(head.method(), head.target()).withHeaders(headers);
        var running = new RunningExchange(exchange, observer, request);
        var match = router.match(request);
        running.routed(match.request());
        if (!exchange.hasBody()) {
            dispatch(running, match, match.request(), Exchanges::nothing);
            return;
        }
        long length = bodyLength(headers);
        if (isHeld(length, headers)) {
            hold(running, match, weight(headers), length, memory.charge());
        } else if (match.isNonBlocking()) {
            int weight = weight(headers);
            hold(running, match, weight, UNKNOWN, memory.charge(most(match, length) * weight));
        } else {
            stream(running, match, length, weight(headers));
        }
    }

    /** Routes are looked for once more, and only where one of them allows what others do not. */
    @Override
    public long maxBodyBytes(RequestHead head, long most) {
        return router.hasBodyLimits()
                ? router.match(Request.of(head.method(), head.target()))
                        .limits()
                        .maxBodyBytes()
                        .orElse(most)
                : most;
    }

    /**
     * @param length {@link #UNKNOWN} also where it is known but too much to take at once
     */
    private void hold(
            RunningExchange running,
            Router.Match match,
            int weight,
            long length,
            ByteBudget.Charge charge) {
        var exchange = running.exchange();
        Consumer<Body> whole =
                body -> dispatch(running, match, match.request().withBody(body), charge::close);
        exchange.receive(new HeldBody(exchange, charge, weight, (int) length, whole), charge);
    }

    /** How long a body may come to be. */
    private long most(Router.Match match, long length) {
        if (length != UNKNOWN) {
            return length;
        }
        long most = match.limits().maxBodyBytes().orElse(maxBodyBytes);
        return most < 0 ? Integer.MAX_VALUE : most;
    }

    private static int weight(Headers headers) {
        boolean isJson =
                headers.first("Content-Type").map(type -> MediaType.of(type).isJson()).orElse(true);
        return isJson ? WEIGHT_OF_JSON : WEIGHT_OF_OTHERS;
    }

    private static void nothing() {}

    /** A client that waits to be told to go on is answered by the handler, which may refuse. */
    private boolean isHeld(long length, Headers headers) {
        return length != UNKNOWN && length <= heldBodyBytes && !headers.contains("Expect");
    }

    /**
     * @param afterwards gives the memory back that the request's body takes
     */
    private void dispatch(
            RunningExchange running, Router.Match match, Request request, Runnable afterwards) {
        if (match.isNonBlocking()) {
            try {
                answerOnLoop(running, match, request);
            } finally {
                afterwards.run();
            }
        } else {
            start(running, match.limits(), () -> answer(running, match, request), afterwards);
        }
    }

    private void stream(RunningExchange running, Router.Match match, long length, int weight) {
        var charge = memory.charge(most(match, length) * weight);
        var body =
                new StreamedBody(
                        running.exchange(),
                        length == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(length),
                        charge,
                        weight);
        running.whenAnswered(body::discard);
        // The writer of the answer may read the request when this thread is through.
        start(
                running,
                match.limits(),
                () -> {
                    if (answer(running, match, match.request().withBody(body))) {
                        charge.close();
                    }
                },
                () -> running.atEnd(charge::close));
    }

    private void answerOnLoop(RunningExchange running, Router.Match match, Request request) {
        long start = System.nanoTime();
        running.scope()
                .run(
                        () -> {
                            var answer = Answer.of(request, respond(running, match, request));
                            if (answer.isWhole()) {
                                answer.sendWhole(running);
                            } else {
                                start(
                                        running,
                                        match.limits(),
                                        () -> answer.sendStream(running),
                                        Exchanges::nothing);
                            }
                        });
        stalls.check(request, System.nanoTime() - start);
    }

    /** Answers whether the answer is in memory, so that nothing of the request is needed more. */
    private boolean answer(RunningExchange running, Router.Match match, Request request) {
        var answer = Answer.of(request, respond(running, match, request));
        if (answer.isWhole()) {
            running.onLoop(() -> answer.sendWhole(running));
        } else {
            answer.sendStream(running);
        }
        return answer.isWhole();
    }

    private static Response respond(RunningExchange running, Router.Match match, Request request) {
        return Problems.untold(match.handler(), request, running::traceId);
    }

    /**
     * Runs {@code work} on a thread of its own, in the scope of its request; whatever becomes of
     * it, the client hears.
     *
     * @param afterwards done on that thread when all of the work is
     */
    private void start(
            RunningExchange running, RouteLimits limits, Runnable work, Runnable afterwards) {
        var worker =
                threads.newThread(
                        () -> {
                            try {
                                running.scope().run(work);
                            } catch (Throwable e) {
                                running.onLoop(() -> running.fail("the answer failed"));
                                throw e;
                            } finally {
                                afterwards.run();
                            }
                        });
        if (limits.deadline().isPresent()) {
            running.limit(limits.deadline().get(), worker, () -> answerLate(running));
        }
        worker.start();
    }

    private static void answerLate(RunningExchange running) {
        var problem = HttpProblem.of(503, "this took longer than it may take");
        var response = ProblemDetails.response(problem, running.traceId());
        Answer.of(running.request(), response).sendWhole(running);
    }

    private static long bodyLength(Headers headers) {
        return headers.first("Content-Length").map(Long::parseLong).orElse(UNKNOWN);
    }
}
