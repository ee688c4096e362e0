package dev.muster.balance;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The endpoints that one request is sent to, one after the other, and the rule for sending it
 * again. The library's client and the gateway follow this one rule (docs/adr/0015):
 *
 * <ul>
 *   <li>A request that reached nobody goes to another endpoint, whatever its method is.
 *   <li>One that may have been executed is sent again if executing it twice does what executing it
 *       once does (RFC 9110, section 9.2.2): once, to another endpoint, if the {@link RetryBudget}
 *       has it. Either the first endpoint failed or said that it is unwell, or it has not answered
 *       for {@link LoadBalancer#patience}; then both are waited for and the first answer wins (Dean
 *       and Barroso, <i>The Tail at Scale</i>).
 *   <li>Three tries are the most.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class Tries {
    /** Enough to get past two endpoints that are gone and still published. */
    private static final int MOST = 3;

    private final LoadBalancer balancer;
    private final RetryBudget budget;
    private final boolean repeatable;
    private Set<Endpoint> tried = Set.of();
    private Optional<Pick> last = Optional.empty();
    private int count;
    private boolean sentAgain;

    /** Why another try is wanted. */
    public enum Cause {
        /** No connection was made: nothing was sent. */
        UNREACHABLE,
        /**
         * The connection had been used before and was closed without an answer, perhaps just as the
         * request went out: that says nothing against the endpoint, which may be tried again.
         */
        STALE,
        /** The connection broke, or what came back was no HTTP. */
        BROKEN,
        /** The answer was a server error, as {@link Failure#isServerError} has it. */
        UNWELL,
        /** There is no answer yet; the try goes on beside the new one. */
        STALLED
    }

    /**
     * @param repeatable whether the request is idempotent and its body, as far as can be told now,
     *     can be sent again
     */
    public Tries(LoadBalancer balancer, RetryBudget budget, boolean repeatable) {
        this.balancer = balancer;
        this.budget = budget;
        this.repeatable = repeatable;
    }

    /** Whether sending a request of this method twice does what sending it once does. */
    public static boolean isIdempotent(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    /** Where the request goes first; empty when the service has no endpoint. */
    public Optional<Pick> first() {
        budget.request();
        return next(repeatable ? balancer.pick() : balancer.pickForOneTry());
    }

    /**
     * Where the request goes next; empty when it must not be sent again, or there is nowhere to
     * send it. Asked only while the whole request is still at hand, its body included.
     */
    public Optional<Pick> again(Cause cause) {
        boolean mayBeExecuted = cause != Cause.UNREACHABLE;
        if (count == MOST || (mayBeExecuted && (!repeatable || sentAgain))) {
            return Optional.empty();
        }
        var other = other(cause);
        if (other.isPresent() && mayBeExecuted) {
            if (!budget.tryRetry()) {
                other.get().abandoned();
                return Optional.empty();
            }
            sentAgain = true;
        }
        return next(other);
    }

    private Optional<Pick> other(Cause cause) {
        var excluded = new HashSet<>(tried);
        last.map(Pick::endpoint).ifPresent(excluded::add);
        tried = excluded;
        var other = balancer.pick(tried);
        return other.isEmpty() && cause == Cause.STALE ? balancer.pick() : other;
    }

    private Optional<Pick> next(Optional<Pick> pick) {
        if (pick.isPresent()) {
            count++;
            last = pick;
        }
        return pick;
    }
}
