package dev.muster.client;

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
import dev.muster.balance.EndpointEnd;
import dev.muster.balance.LoadBalancer;
import dev.muster.balance.Pick;
import dev.muster.balance.RequestTraits;
import dev.muster.balance.RequestTraits.Effect;
import dev.muster.balance.RetryBudget;
import dev.muster.http.Deadline;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One call of a service: the attempts it takes, until one of them brings an answer or {@link
 * AttemptPolicy} gives it up. Everything here happens on the caller's thread, which takes what the
 * attempts tell out of a queue.
 */
final class Call {
    private final String service;
    private final LoadBalancer balancer;
    private final Network network;
    private final ClientConfig config;
    private final Request request;
    private final ResponseTerms terms;

    private final Candidates candidates;
    private final LinkedBlockingQueue<AttemptEvent> events = new LinkedBlockingQueue<>();
    private final List<Attempt> made = new ArrayList<>(2);
    private final Duration time;
    private final long endsAt;
    private Attempts attempts;

    /** When the newest attempt is taken for stuck. */
    private long stallsAt;

    private @Nullable Response answer;

    Call(
            String service,
            LoadBalancer balancer,
            RetryBudget budget,
            Network network,
            ClientConfig config,
            Request request,
            int wholeUpTo) {
        this.service = service;
        this.balancer = balancer;
        this.network = network;
        this.config = config;
        this.request = request;
        this.terms = new ResponseTerms(service, wholeUpTo, config.unreadDeadline());
        boolean hasBody = request.body().length().orElse(1) > 0;
        var traits = RequestTraits.of(request.method(), hasBody, config.hedge());
        this.attempts = Attempts.first(traits);
        this.candidates =
                new Candidates(
                        balancer,
                        budget,
                        traits.effect() != Effect.ONCE && request.body().isRepeatable());
        this.time = shorter(config.deadline(), Deadline.remaining());
        this.endsAt = network.backend().now() + time.toNanos();
    }

    /**
     * @throws PeerException if no replica answered
     * @throws IOException if the request's own body cannot be read
     */
    Response execute() throws IOException, InterruptedException {
        var first = candidates.first();
        if (first.isEmpty()) {
            throw PeerException.unreachable(service, "has no replica that is ready");
        }
        try {
            start(first.get());
            while (answer == null) {
                happened(nextEvent());
            }
            return answer;
        } finally {
            made.forEach(attempt -> attempt.dropUnlessItBrought(answer));
        }
    }

    private AttemptEvent nextEvent() throws InterruptedException {
        while (true) {
            long now = network.backend().now();
            var event = events.poll(Math.min(stallsAt - now, endsAt - now), TimeUnit.NANOSECONDS);
            if (event != null) {
                return event;
            }
            if (endsAt - network.backend().now() <= 0) {
                made.forEach(Attempt::timedOut);
                return new AttemptEvent.Expired();
            }
            stallsAt = endsAt;
            var newest = made.getLast();
            if (newest.isWaiting()) {
                newest.stalled();
                return new AttemptEvent.Stalled(newest.number());
            }
        }
    }

    private void happened(AttemptEvent event) throws IOException {
        var step = AttemptPolicy.next(attempts, event);
        attempts = step.attempts();
        for (var action : step.actions()) {
            carryOut(action);
        }
    }

    private void carryOut(AttemptAction action) throws IOException {
        switch (action) {
            case Start(int number, Reason reason) -> startAnother(number, reason);
            // Nobody here sees the processes of other services.
            case Examine(int number) ->
                    happened(new AttemptEvent.Examined(number, EndpointEnd.UNKNOWN));
            case Cancel(int number) -> made.get(number).drop();
            case Judge(int number, var judgement) -> made.get(number).judge(judgement);
            case PassOn(int number) -> answer = made.get(number).response();
            case GiveUp giveUp -> throw explain(giveUp);
        }
    }

    private void startAnother(int number, Reason reason) throws IOException {
        var pick =
                request.body().isRepeatable() ? candidates.another(reason) : Optional.<Pick>empty();
        if (pick.isPresent()) {
            start(pick.get());
        } else {
            happened(new AttemptEvent.NotStarted(number));
        }
    }

    private void start(Pick pick) throws IOException {
        var attempt = new Attempt(made.size(), pick, network, request, terms, events::add);
        made.add(attempt);
        attempt.send();
        stallsAt = network.backend().now() + balancer.hedgeDelay(config.stallAfter()).toNanos();
    }

    private PeerException explain(GiveUp giveUp) {
        var attempt = made.get(giveUp.attempt());
        var told = attempt.trouble() + " (" + attempt.endpoint().id() + ")";
        return switch (giveUp.verdict()) {
            case UNREACHABLE -> PeerException.unreachable(service, "cannot be reached: " + told);
            case OURS -> PeerException.unreachable(service, "was not called: " + attempt.trouble());
            case LATE ->
                    attempt.isOutOfTime()
                            ? PeerException.late(service, "gave no answer within " + text(time))
                            : PeerException.late(service, "gave no answer: " + told);
            case LOST, MALFORMED, ENDED_ITS_REPLICA ->
                    PeerException.broken(service, "gave no proper answer: " + told);
            case TRACE_OF_ITSELF ->
                    PeerException.broken(
                            service,
                            "gave no proper answer at first, and what it answered when the request"
                                    + " was sent again, "
                                    + attempt.status()
                                    + ", may be the result of the first time ("
                                    + attempt.endpoint().id()
                                    + ")");
        };
    }

    /** Who asked us waits no longer than the rest of its own time. */
    private static Duration shorter(Duration own, Optional<Duration> rest) {
        return rest.filter(left -> left.compareTo(own) < 0).orElse(own);
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }
}
