package dev.muster.server;

import dev.muster.http.Body;
import dev.muster.http.ClientGone;
import dev.muster.http.Deadline;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.http.Scope;
import dev.muster.http.ServerObserver;
import dev.muster.http.ServerObserver.Served;
import dev.muster.transport.ByteBudget;
import dev.muster.transport.ExchangeEnd;
import dev.muster.transport.ExchangeObserver;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ServerExchange;
import dev.muster.transport.TransportBackend;
import dev.muster.transport.TransportException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A request from its head to the last byte of its answer: the scope that all of it happens in, who
 * is told that the client is gone, and what it has come to. What changes is changed on the event
 * loop.
 */
final class RunningExchange implements ExchangeObserver {
    private static final Logger LOG = LoggerFactory.getLogger(RunningExchange.class);

    private static final long NOT_YET = -1;

    private static final Scope.Key<RunningExchange> KEY = Scope.Key.named("exchange");

    private final ServerExchange exchange;
    private final ServerObserver observer;
    private Scope scope;
    private final TransportBackend backend;
    private final long start;
    private List<Runnable> whenGone = List.of();
    private List<Runnable> atEnd = List.of();
    private final Request request;
    private @Nullable RouteMatch match;
    private long untilHead = NOT_YET;
    private boolean isGone;
    private String goneBecause = "";
    private boolean hasEnded;

    RunningExchange(
            ServerExchange exchange,
            ServerObserver observer,
            Request request,
            TransportBackend backend) {
        this.backend = backend;
        this.start = backend.nanoTime().getAsLong();
        this.exchange = exchange;
        this.observer = observer;
        this.request = request;
        this.scope =
                ClientGone.within(
                                observer.begin(request.headers(), Scope.current()), this::whenGone)
                        .with(KEY, this);
        exchange.observe(this);
        exchange.onAbandoned(end -> abandoned(end.reason()));
    }

    /** The exchange that the current thread works for. */
    static Optional<RunningExchange> current() {
        return Scope.current().find(KEY);
    }

    /** The trace id of what the current thread works for; empty outside of any. */
    static String currentTraceId() {
        return current().map(RunningExchange::traceId).orElse("");
    }

    /** The router has found what it leads to. */
    void routed(RouteMatch found) {
        match = found;
    }

    /** What it leads to, which has been found. */
    RouteMatch match() {
        if (match == null) {
            throw new IllegalStateException("the request has not been routed");
        }
        return match;
    }

    /** Without its body; with its route, once that is known. */
    Request request() {
        return match == null ? request : match.request();
    }

    /** The request with its body, which takes {@code memory}. */
    TakenRequest taken(Body body, ByteBudget.Charge memory) {
        return new TakenRequest(request().withBody(body), memory);
    }

    /**
     * Has {@code worker} take no longer than {@code deadline}. Before it is started.
     *
     * @param answerLate called on the loop where it does and nothing has been answered
     */
    void limit(Duration deadline, Thread worker, Runnable answerLate) {
        scope = Deadline.within(scope, deadline, backend.nanoTime());
        var timer =
                exchange.eventLoop()
                        .schedule(
                                () -> expire(deadline, worker, answerLate),
                                deadline.toNanos(),
                                TimeUnit.NANOSECONDS);
        atEnd(() -> timer.cancel(false));
    }

    private void expire(Duration deadline, Thread worker, Runnable answerLate) {
        if (hasEnded) {
            return;
        }
        LOG.warn(
                "{} took longer than the {} ms that its route allows",
                request(),
                deadline.toMillis());
        worker.interrupt();
        if (untilHead == NOT_YET) {
            answerLate.run();
        } else {
            fail("it took longer than its route allows");
        }
        abandoned("it took longer than its route allows");
    }

    /** What is done for this request is done in it. */
    Scope scope() {
        return scope;
    }

    String traceId() {
        return observer.traceId(scope);
    }

    ServerExchange exchange() {
        return exchange;
    }

    /** Has {@code work} done on the event loop: at once where that is the current thread. */
    void onLoop(Runnable work) {
        if (exchange.eventLoop().inEventLoop()) {
            work.run();
            return;
        }
        try {
            exchange.eventLoop().execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("the loops were closed before {} came to its end", request(), e);
        }
    }

    /** Has {@code action} called when the client leaves, on any thread. */
    void whenGone(Runnable action) {
        onLoop(
                () -> {
                    if (isGone) {
                        attempt(action);
                    } else {
                        whenGone = with(whenGone, action);
                    }
                });
    }

    /** Why nobody waits for an answer any more; on the loop, once {@link #whenGone} tells it. */
    String goneBecause() {
        return goneBecause;
    }

    /** Has {@code action} called when all is over, on any thread. */
    void atEnd(Runnable action) {
        onLoop(
                () -> {
                    if (hasEnded) {
                        attempt(action);
                    } else {
                        atEnd = with(atEnd, action);
                    }
                });
    }

    /** Has {@code action} called when the client has been answered in full, on any thread. */
    void whenAnswered(Runnable action) {
        atEnd(
                () -> {
                    if (!isGone) {
                        action.run();
                    }
                });
    }

    /** Begins the body of {@code response} while filters can still change its head. */
    Response begin(Response response) throws Exception {
        var body = new BegunBody(response.body(), backend.threads());
        atEnd(body::discard);
        whenGone(body::discard);
        return response.withBody(body.begin());
    }

    void respond(int status, FlatHeaders headers) {
        untilHead = backend.nanoTime().getAsLong() - start;
        exchange.respond(status, headers);
    }

    void end() {
        exchange.end();
    }

    /** Ends a stream whole, and has its writer take the client for gone. */
    void endEarly() {
        exchange.end();
        abandoned("the service is stopping");
    }

    /** Ends it without the rest of its answer, or without any. */
    void fail(String why) {
        exchange.failed(new TransportException(TransportException.Kind.CANCELLED, why));
    }

    private void abandoned(String why) {
        isGone = true;
        goneBecause = why;
        whenGone.forEach(this::attempt);
        whenGone = List.of();
    }

    /** Told once, whatever ends it. */
    @Override
    public void ended(ExchangeEnd end) {
        hasEnded = true;
        atEnd.forEach(this::attempt);
        atEnd = List.of();
        observer.ended(
                new Served(
                        scope,
                        request().method(),
                        request().path(),
                        request().route(),
                        end.statusToLog(),
                        untilHead == NOT_YET ? end.took() : Duration.ofNanos(untilHead),
                        end.took(),
                        end.kind() == ExchangeEnd.Kind.CUT,
                        end.reason()));
    }

    @Override
    public String traceId(String traceparent) {
        return traceId();
    }

    /** Most requests have nothing to be done at their end. */
    private static List<Runnable> with(List<Runnable> actions, Runnable action) {
        var longer = actions.isEmpty() ? new ArrayList<Runnable>(2) : actions;
        longer.add(action);
        return longer;
    }

    /** What a program wants done then must not keep the loop from what is to be done besides. */
    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.error("what was to be done at the end of {} failed", request(), e);
        }
    }
}
