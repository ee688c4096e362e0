package dev.muster.gateway.proxy;

import dev.muster.balance.AttemptAction;
import dev.muster.balance.AttemptAction.Cancel;
import dev.muster.balance.AttemptAction.Examine;
import dev.muster.balance.AttemptAction.GiveUp;
import dev.muster.balance.AttemptAction.Judge;
import dev.muster.balance.AttemptAction.PassOn;
import dev.muster.balance.AttemptAction.Reason;
import dev.muster.balance.AttemptAction.Start;
import dev.muster.balance.AttemptEvent;
import dev.muster.balance.AttemptPolicy;
import dev.muster.balance.Attempts;
import dev.muster.balance.Candidates;
import dev.muster.balance.Pick;
import dev.muster.balance.RequestTraits;
import dev.muster.gateway.fields.ForwardedHeaders;
import dev.muster.gateway.fields.HopHeaders;
import dev.muster.gateway.log.Outcome;
import dev.muster.gateway.policy.Problem;
import dev.muster.http.MediaType;
import dev.muster.transport.BodySink;
import dev.muster.transport.ExchangeEnd;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ServerExchange;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * One request on its way through the gateway: the client's exchange on one side, one or two {@link
 * Attempt}s on the other, all on one event loop.
 *
 * <p>Until the head of a response is passed on, {@link AttemptPolicy} decides what follows what
 * happens, and this carries it out, as long as all that came of the request's body is held. From
 * the head on, the response is passed through piece by piece, and a failure cuts the client's
 * connection.
 */
public final class ProxiedExchange implements BodySink, Attempt.Owner, StallWatch.Waiting {
    private final ProxyContext context;
    private final ServerExchange client;
    private final Target target;
    private final Outcome outcome;
    private final Candidates candidates;
    private final StallWatch watch;

    /** What came of the request's body; null where it has none. */
    private final @Nullable ReplayBuffer replay;

    /** The fields behind the request's body, for each attempt; null where there are none. */
    private @Nullable FlatHeaders trailers;

    private Attempts attempts;

    /** The newest attempt, which the request's body goes to. */
    private @Nullable Attempt newest;

    /** The attempt whose response is passed on. */
    private @Nullable Attempt answering;

    /** When the request was complete; meaningless before. */
    private long completeAt;

    private boolean requestComplete;
    private boolean resumesUpstream;
    private boolean over;

    private int place = StallWatch.NOWHERE;

    ProxiedExchange(ProxyContext context, ServerExchange client, Target target, Outcome outcome) {
        this.context = context;
        this.client = client;
        this.target = target;
        this.outcome = outcome;
        this.watch = context.watch(client.eventLoop());
        this.requestComplete = !client.hasBody();
        this.replay =
                requestComplete
                        ? null
                        : new ReplayBuffer(context.replayableBytes(), context.memory());
        var method = client.request().method();
        var traits = RequestTraits.of(method, client.hasBody(), target.hedge());
        this.attempts = Attempts.first(traits);
        var upstream = target.upstream();
        this.candidates =
                new Candidates(
                        upstream.balancer(),
                        upstream.budget(),
                        traits.effect() != RequestTraits.Effect.ONCE && mayBeHeld());
    }

    void start() {
        completeAt = now();
        context.metrics().began();
        var pick = candidates.first();
        if (pick.isEmpty()) {
            answer(Problem.unavailable("No replica of " + service() + " is ready."));
            return;
        }
        client.onAbandoned(this::abandoned);
        send(pick.get());
        if (!requestComplete && !over) {
            client.receive(this);
        }
    }

    // The request's body, from the client.

    @Override
    public void data(ByteBuf data) {
        long received = outcome.received(data.readableBytes());
        if (over || newest == null) {
            data.release();
            return;
        }
        var problem = answering == null ? target.policies().examineBody(received) : null;
        if (problem != null) {
            data.release();
            answer(problem);
            return;
        }
        if (replay != null && answering == null) {
            replay.add(data, data.alloc());
        }
        var attempt = newest;
        attempt.exchange().data(data);
        holdBackClient(attempt);
    }

    /** What a client may not say of itself in the head, it may not say here. */
    @Override
    public void trailers(FlatHeaders received) {
        received.removeIf(ForwardedHeaders::isForwarded);
        trailers = received;
    }

    @Override
    public void end() {
        requestComplete = true;
        completeAt = now();
        if (!over && newest != null) {
            newest.requestEnded(trailers);
        }
    }

    /** The exchange ends with its body, and tells {@link #abandoned} how. */
    @Override
    public void failed(TransportException cause) {}

    // What attempts tell and ask.

    @Override
    public long now() {
        return context.now();
    }

    @Override
    public void answered(Attempt attempt, int status) {
        happened(new AttemptEvent.Answered(attempt.number(), status));
        if (!over && attempt != answering && !attempt.isOver()) {
            attempt.hold();
        }
    }

    @Override
    public void relay(ByteBuf data) {
        outcome.sent(data.readableBytes());
        client.data(data);
        if (!over && !client.isWritable() && answering != null) {
            answering.exchange().pause();
            if (!resumesUpstream) {
                resumesUpstream = true;
                client.onWritable(answering.exchange()::resume);
            }
        }
    }

    @Override
    public void relayTrailers(FlatHeaders received) {
        client.trailers(received);
    }

    @Override
    public void completed() {
        client.end();
        finish();
    }

    /** A response broke off: the client must not take what it has for the whole. */
    @Override
    public void broken(Attempt attempt, TransportException cause) {
        if (attempt == answering) {
            outcome.because(cause.reason());
            client.failed(cause);
            finish();
        }
    }

    /** Does what follows. */
    @Override
    public void happened(AttemptEvent event) {
        if (over || answering != null) {
            return;
        }
        var step = AttemptPolicy.next(attempts, event);
        attempts = step.attempts();
        for (var action : step.actions()) {
            carryOut(action);
        }
    }

    // What the watch tells.

    @Override
    public int place() {
        return place;
    }

    @Override
    public void place(int at) {
        place = at;
    }

    /** Whether the wait for an answer is longer than this service usually takes. */
    @Override
    public boolean hasStalled(long now) {
        return newest != null && newest.stallsAfter(target.upstream().stallNanos(), now);
    }

    /** Whether the time that the route gives the service is over. */
    @Override
    public boolean isOverdue(long now) {
        return requestComplete && now - completeAt > target.deadlineNanos();
    }

    @Override
    public void expired() {
        if (newest != null && !over && answering == null) {
            for (var attempt = newest; attempt != null; attempt = attempt.previous()) {
                attempt.timedOut();
            }
            happened(new AttemptEvent.Expired());
        }
    }

    @Override
    public void stalled() {
        if (newest != null && !over) {
            newest.stalled();
            happened(new AttemptEvent.Stalled(newest.number()));
        }
    }

    private void carryOut(AttemptAction action) {
        switch (action) {
            case Start(int number, Reason reason) -> sendAgain(number, reason);
            case Examine(int number) -> examine(attempt(number));
            case Cancel(int number) -> attempt(number).cancel("another replica answered");
            case Judge(int number, var judgement) -> attempt(number).judge(judgement);
            case PassOn(int number) -> passOn(attempt(number));
            case GiveUp giveUp -> giveUp(giveUp);
        }
    }

    private void sendAgain(int number, Reason reason) {
        var pick =
                replay == null || replay.isComplete()
                        ? candidates.another(reason)
                        : Optional.<Pick>empty();
        if (pick.isPresent()) {
            context.metrics().retried(service(), reason);
            send(pick.get());
        } else {
            happened(new AttemptEvent.NotStarted(number));
        }
    }

    private void examine(Attempt lost) {
        context.examine(
                client.eventLoop(),
                lost.endpoint(),
                end -> happened(new AttemptEvent.Examined(lost.number(), end)));
    }

    private void passOn(Attempt attempt) {
        watch.remove(this);
        answering = attempt;
        if (replay != null) {
            replay.release();
        }
        var head = attempt.response();
        outcome.ended(head.status());
        outcome.triedAt(attempt.endpoint().id());
        var fields = head.fields();
        HopHeaders.removeFrom(fields);
        target.policies().decorate(fields);
        var type = fields.get("content-type");
        client.respond(head.status(), fields);
        if (type != null && MediaType.isOfEvents(type)) {
            client.onDraining(() -> endEarly(attempt));
        }
        if (attempt.isOver()) {
            broken(attempt, heldTooLong());
        } else {
            attempt.resume();
        }
    }

    /** The gateway stops: a client of events is given a whole response, and asks again. */
    private void endEarly(Attempt attempt) {
        if (!over) {
            completed();
            attempt.cancel("the gateway is stopping");
        }
    }

    private void giveUp(GiveUp giveUp) {
        var attempt = attempt(giveUp.attempt());
        outcome.triedAt(attempt.endpoint().id());
        var problem =
                Unanswered.problem(service(), giveUp.verdict(), attempt, giveUp.perhapsDone());
        outcome.because(
                problem.detail().contains(attempt.trouble())
                        ? problem.detail()
                        : problem.detail() + " (" + attempt.trouble() + ")");
        answer(problem);
    }

    private Attempt attempt(int number) {
        if (newest == null) {
            throw new IllegalStateException("there is no attempt");
        }
        return newest.numbered(number);
    }

    private void send(Pick pick) {
        var attempt = new Attempt(this, pick, newest);
        newest = attempt;
        attempt.open(context.send(client, target.upstream().address(pick.endpoint()), attempt));
        if (attempt.isOver()) {
            return;
        }
        watch.add(this);
        if (replay != null) {
            replay.replayTo(attempt.exchange());
        }
        if (requestComplete) {
            attempt.requestEnded(trailers);
        } else {
            client.resume();
            holdBackClient(attempt);
        }
    }

    private void holdBackClient(Attempt attempt) {
        if (!over && !attempt.isOver() && !attempt.exchange().isWritable()) {
            client.pause();
            attempt.onWritable(client::resume);
        }
    }

    private void answer(Problem problem) {
        outcome.ended(problem.status());
        context.answer(client, problem, outcome.traceId());
        finish();
    }

    private void abandoned(ExchangeEnd end) {
        if (!over) {
            outcome.abandoned(end);
            finish();
        }
    }

    /** Nothing more is passed on: whatever still runs is dropped. */
    private void finish() {
        if (over) {
            return;
        }
        over = true;
        context.metrics().ended();
        watch.remove(this);
        if (replay != null) {
            replay.release();
        }
        context.report(outcome, target.meter());
        for (var attempt = newest; attempt != null; attempt = attempt.previous()) {
            attempt.cancel("nobody waits for it any more");
        }
    }

    /** As far as can be told before the body is here: its length may not be known. */
    private boolean mayBeHeld() {
        var length = client.hasBody() ? client.request().fields().get("content-length") : null;
        return length == null || Long.parseLong(length) <= context.replayableBytes();
    }

    private String service() {
        return target.upstream().service();
    }

    private static TransportException heldTooLong() {
        return new TransportException(
                TransportException.Kind.CLOSED_WITHIN_RESPONSE,
                "the response broke off while another replica was asked");
    }
}
