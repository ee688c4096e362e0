package dev.muster.client;

import dev.muster.balance.Endpoint;
import dev.muster.balance.LoadBalancer;
import dev.muster.balance.Pick;
import dev.muster.balance.RetryBudget;
import dev.muster.client.Attempt.Answered;
import dev.muster.client.Attempt.Failed;
import dev.muster.client.Attempt.Outcome;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.transport.ReceivedBody;
import dev.muster.transport.TransportException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One call of a service: the attempts it takes, until one of them brings an answer or none is left
 * to make.
 *
 * <p>An idempotent request that failed is sent once more, to another replica. One that is not
 * answered for a while is too, without giving the first up: whoever answers first wins (Dean and
 * Barroso, <i>The Tail at Scale</i>). Both take from the service's retry budget.
 */
final class Call {
    /** Enough to get past two replicas that are gone but not yet deregistered. */
    private static final int MOST_ATTEMPTS = 3;

    private final String service;
    private final LoadBalancer balancer;
    private final RetryBudget budget;
    private final Network network;
    private final ClientConfig config;
    private final Request request;
    private final int wholeUpTo;

    private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final Set<Endpoint> tried = new HashSet<>();
    private final List<Attempt> running = new ArrayList<>(2);
    private final long startedAt = System.nanoTime();
    private int attempts;
    private boolean sentAgain;

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
        this.budget = budget;
        this.network = network;
        this.config = config;
        this.request = request;
        this.wholeUpTo = wholeUpTo;
    }

    /**
     * @throws PeerException if no replica answered
     * @throws IOException if the request's own body cannot be read
     */
    Response execute() throws IOException, InterruptedException {
        budget.request();
        var first = RetryRule.isIdempotent(request) ? balancer.pick() : balancer.pickForOneTry();
        if (first.isEmpty()) {
            throw PeerException.unreachable(service, "has no replica that is ready");
        }
        try {
            start(first.get());
            return awaitAnswer();
        } finally {
            running.forEach(Attempt::cancel);
        }
    }

    private Response awaitAnswer() throws IOException, InterruptedException {
        boolean hedged = !RetryRule.isIdempotent(request);
        while (true) {
            var wait = hedged ? remaining() : shorter(remaining(), untilStall());
            var outcome = outcomes.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (outcome == null && remaining().isZero()) {
                throw outOfTime();
            } else if (outcome == null) {
                hedged = true;
                hedge();
            } else {
                var answer = settle(outcome);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
    }

    /** The answer, unless another attempt is under way that may bring a better one. */
    private Optional<Response> settle(Outcome outcome) throws IOException {
        running.remove(outcome.attempt());
        return switch (outcome) {
            case Answered(Attempt _, Response response) -> settleAnswer(response);
            case Failed(Attempt attempt, TransportException cause) ->
                    settleFailure(attempt.endpoint(), cause);
        };
    }

    private Optional<Response> settleAnswer(Response response) throws IOException {
        var rule = RetryRule.after(request, response.status());
        if (rule != RetryRule.NEVER && (!running.isEmpty() || tryAgain(rule))) {
            discard(response);
            return Optional.empty();
        }
        return Optional.of(response);
    }

    private Optional<Response> settleFailure(Endpoint endpoint, TransportException cause)
            throws IOException {
        if (!running.isEmpty() || tryAgain(RetryRule.after(request, cause))) {
            return Optional.empty();
        }
        throw explain(endpoint, cause);
    }

    private boolean tryAgain(RetryRule rule) throws IOException {
        if (rule == RetryRule.NEVER
                || attempts >= MOST_ATTEMPTS
                || (rule == RetryRule.IDEMPOTENT && sentAgain)) {
            return false;
        }
        var next = balancer.pick(tried);
        if (next.isEmpty() && rule == RetryRule.STALE) {
            next = balancer.pick();
        }
        return next.isPresent() && startAgain(next.get(), rule != RetryRule.UNSENT);
    }

    private void hedge() throws IOException {
        running.forEach(Attempt::stalled);
        var next = sentAgain ? Optional.<Pick>empty() : balancer.pick(tried);
        if (next.isPresent()) {
            startAgain(next.get(), true);
        }
    }

    private boolean startAgain(Pick pick, boolean budgeted) throws IOException {
        if (budgeted && !budget.tryRetry()) {
            pick.abandoned();
            return false;
        }
        sentAgain |= budgeted;
        start(pick);
        return true;
    }

    private void start(Pick pick) throws IOException {
        attempts++;
        tried.add(pick.endpoint());
        var attempt = new Attempt(pick, network, request, wholeUpTo, outcomes::add);
        running.add(attempt);
        attempt.send();
    }

    private PeerException outOfTime() {
        running.forEach(Attempt::timedOut);
        return PeerException.late(service, "gave no answer within " + text(config.deadline()));
    }

    private PeerException explain(Endpoint endpoint, TransportException cause) {
        var what = cause.reason();
        return switch (cause.kind()) {
            case UNREACHABLE ->
                    PeerException.unreachable(
                            service, "cannot be reached: " + what + " (" + endpoint.id() + ")");
            case TIMEOUT ->
                    PeerException.late(
                            service, "gave no answer: " + what + " (" + endpoint.id() + ")");
            default ->
                    PeerException.broken(
                            service, "gave no proper answer: " + what + " (" + endpoint.id() + ")");
        };
    }

    private Duration remaining() {
        return left(config.deadline());
    }

    private Duration untilStall() {
        return left(config.stallAfter());
    }

    private Duration left(Duration of) {
        var left = of.minusNanos(System.nanoTime() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static void discard(Response response) {
        if (response.body() instanceof ReceivedBody body) {
            body.discard();
        }
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }
}
