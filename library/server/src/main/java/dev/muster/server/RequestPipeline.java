package dev.muster.server;

import dev.muster.http.Request;
import dev.muster.http.ServerObserver;
import dev.muster.transport.EventLoops;
import dev.muster.transport.ExchangeHandler;
import dev.muster.transport.RequestHead;
import dev.muster.transport.ServerExchange;
import dev.muster.transport.TransportBackend;

/**
 * The way of a request from a listener to its answer. Each goes the same four steps, none of which
 * leads back to one before it:
 *
 * <ol>
 *   <li>route: {@link Router} finds the handler, and {@link RunningExchange} stands for the request
 *       from here to its end;
 *   <li>take: {@link Intake} takes its body in, as bytes in memory or as a stream;
 *   <li>run: {@link Workplace} has the handler run on a virtual thread of its own, or on the event
 *       loop where the route says that it never blocks;
 *   <li>send: {@link Answer} sends what the handler answers, in one piece or as it is produced.
 * </ol>
 *
 * <p>One task goes from the loop to the thread and, for a response in memory, one comes back: a
 * connection never keeps a thread between its requests, so no connection can starve another.
 */
final class RequestPipeline implements ExchangeHandler {
    private final Router router;
    private final ServerObserver observer;
    private final TransportBackend backend;
    private final Intake intake;
    private final Workplace workplace;

    RequestPipeline(Router router, ServerConfig config, EventLoops loops, ServerObserver observer) {
        this.router = router;
        this.observer = observer;
        this.backend = loops.backend();
        this.intake = new Intake(config, loops.memory(), backend.nanoTime());
        this.workplace = new Workplace(backend);
    }

    @Override
    public void handle(ServerExchange exchange) {
        var running = route(exchange);
        intake.take(running, taken -> workplace.run(running, () -> answer(running, taken)));
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

    private RunningExchange route(ServerExchange exchange) {
        var head = exchange.request();
        var headers = head.fields().toHeaders();
        var request = Request.of(head.method(), head.target()).withHeaders(headers);
        var running = new RunningExchange(exchange, observer, request, backend);
        running.routed(router.match(request));
        return running;
    }

    /**
     * Calls the handler and sends what it answers. Once that is in memory nothing of the request is
     * needed more; who writes a stream may read the request until its end.
     */
    private void answer(RunningExchange running, TakenRequest taken) {
        boolean isWhole = false;
        try {
            var request = taken.request();
            var response = Problems.untold(running.match().handler(), request, running::traceId);
            var answer = Answer.of(request, response);
            isWhole = answer.isWhole();
            if (isWhole) {
                running.onLoop(() -> answer.sendWhole(running));
            } else {
                workplace.runWaiting(running, () -> answer.sendStream(running));
            }
        } finally {
            if (isWhole) {
                taken.release();
            } else {
                running.atEnd(taken::release);
            }
        }
    }
}
