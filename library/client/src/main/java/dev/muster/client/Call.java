package dev.muster.client;

import dev.muster.balance.Failure;
import dev.muster.balance.LoadBalancer;
import dev.muster.balance.Pick;
import dev.muster.balance.RetryBudget;
import dev.muster.balance.Tries;
import dev.muster.balance.Tries.Cause;
import dev.muster.client.Attempt.Answered;
import dev.muster.client.Attempt.Failed;
import dev.muster.client.Attempt.Outcome;
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
 * One call of a service: the attempts it takes, until one of them brings an answer or {@link Tries}
 * allows no other. An attempt that owes its answer for longer than usual goes on beside the next.
 */
final class Call {
    private final String service;
    private final LoadBalancer balancer;
    private final Network network;
    private final ClientConfig config;
    private final Request request;
    private final int wholeUpTo;

    private final Tries tries;
    private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final List<Attempt> running = new ArrayList<>(2);
    private final long endsAt;

    /** When the newest attempt is taken for stuck. */
    private long stallsAt;

    /** A server error that another attempt may better; it is the answer if none does. */
    private @Nullable Response poorAnswer;

    /** What to tell of if nothing answers: the last failure, but one that leaves doubt first. */
    private @Nullable Failed gravest;

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
        this.wholeUpTo = wholeUpTo;
        this.tries =
                new Tries(
                        balancer,
                        budget,
                        Tries.isIdempotent(request.method()) && request.body().isRepeatable());
        this.endsAt = System.nanoTime() + config.deadline().toNanos();
    }

    /**
     * @throws PeerException if no replica answered
     * @throws IOException if the request's own body cannot be read
     */
    Response execute() throws IOException, InterruptedException {
        var first = tries.first();
        if (first.isEmpty()) {
            throw PeerException.unreachable(service, "has no replica that is ready");
        }
        try {
            start(first.get());
            return awaitAnswer();
        } finally {
            running.forEach(Attempt::cancel);
            discard(poorAnswer);
        }
    }

    private Response awaitAnswer() throws IOException, InterruptedException {
        while (true) {
            long now = System.nanoTime();
            long wait = Math.min(stallsAt - now, endsAt - now);
            var outcome = outcomes.poll(wait, TimeUnit.NANOSECONDS);
            if (outcome != null) {
                var answer = settle(outcome);
                if (answer.isPresent()) {
                    return answer.get();
                }
            } else if (endsAt - System.nanoTime() <= 0) {
                return outOfTime();
            } else {
                var answer = stalled();
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
            case Answered answered -> settleAnswer(answered.response());
            case Failed failed -> settleFailure(failed);
        };
    }

    private Optional<Response> settleAnswer(Response response) throws IOException {
        if (!Failure.isServerError(response.status())) {
            return Optional.of(response);
        }
        discard(poorAnswer);
        poorAnswer = response;
        tryAgain(Optional.of(Cause.UNWELL));
        return answerUnlessBettered();
    }

    private Optional<Response> settleFailure(Failed failed) throws IOException {
        var worst = gravest == null || failed.mayHaveBeenSent() ? failed : gravest;
        gravest = worst;
        tryAgain(failed.causeOfAnother());
        if (running.isEmpty() && poorAnswer == null) {
            throw explain(worst);
        }
        return answerUnlessBettered();
    }

    private Optional<Response> stalled() throws IOException {
        stallsAt = endsAt;
        running.getLast().stalled();
        tryAgain(Optional.of(Cause.STALLED));
        return answerUnlessBettered();
    }

    private Response outOfTime() {
        running.forEach(Attempt::timedOut);
        return takePoorAnswer()
                .orElseThrow(
                        () ->
                                PeerException.late(
                                        service,
                                        "gave no answer within " + text(config.deadline())));
    }

    /** A poor answer waits for no attempt that has stalled: that may never bring a better one. */
    private Optional<Response> answerUnlessBettered() {
        return running.stream().allMatch(Attempt::hasStalled) ? takePoorAnswer() : Optional.empty();
    }

    private Optional<Response> takePoorAnswer() {
        var answer = Optional.ofNullable(poorAnswer);
        poorAnswer = null;
        return answer;
    }

    /** Starts another attempt if one is wanted and allowed. */
    private void tryAgain(Optional<Cause> cause) throws IOException {
        var next = cause.filter(_ -> request.body().isRepeatable()).flatMap(tries::again);
        if (next.isPresent()) {
            start(next.get());
        }
    }

    private void start(Pick pick) throws IOException {
        var attempt = new Attempt(pick, network, request, wholeUpTo, outcomes::add);
        running.add(attempt);
        attempt.send();
        stallsAt = System.nanoTime() + balancer.patience(config.stallAfter()).toNanos();
    }

    private PeerException explain(Failed failed) {
        var what = failed.cause().reason();
        var told = what + " (" + failed.attempt().endpoint().id() + ")";
        return switch (failed.cause().kind()) {
            case UNREACHABLE -> PeerException.unreachable(service, "cannot be reached: " + told);
            case CANCELLED -> PeerException.unreachable(service, "was not called: " + what);
            case TIMEOUT -> PeerException.late(service, "gave no answer: " + told);
            default -> PeerException.broken(service, "gave no proper answer: " + told);
        };
    }

    private static void discard(@Nullable Response response) {
        if (response != null) {
            response.body().discard();
        }
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }
}
