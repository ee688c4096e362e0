package dev.muster.balance;

import java.util.Objects;

/**
 * How a call to an endpoint failed, as far as the choice of endpoints cares.
 *
 * @param reason a few words for a log line, such as {@code connection refused}
 * @param outdone whether another endpoint answered the same request properly, so that the failure
 *     is the endpoint's own and not the request's
 */
public record Failure(Kind kind, String reason, boolean outdone) {
    public Failure {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(reason);
    }

    /** What a failure says about the endpoint. */
    public enum Kind {
        /** No connection was made: there is nobody, so one failure is enough to eject. */
        UNREACHABLE,
        /** The connection broke, or what came back is not HTTP. */
        BROKEN,
        /** No answer within the time allowed. */
        TIMED_OUT,
        /** The endpoint answered with a server error, see {@link #isServerError}. */
        SERVER_ERROR;

        /** Whether a request can bring this about at any endpoint, however healthy that is. */
        boolean mayBeTheRequests() {
            return this == BROKEN || this == SERVER_ERROR;
        }
    }

    public static Failure unreachable(String reason) {
        return new Failure(Kind.UNREACHABLE, reason, false);
    }

    public static Failure broken(String reason) {
        return new Failure(Kind.BROKEN, reason, false);
    }

    public static Failure timedOut(String reason) {
        return new Failure(Kind.TIMED_OUT, reason, false);
    }

    /** An answer with a status that {@link #isServerError}. */
    public static Failure serverError(int status) {
        return new Failure(Kind.SERVER_ERROR, "status " + status, false);
    }

    /** The same failure, at a request that another endpoint answered properly. */
    public Failure whereAnotherDidBetter() {
        return new Failure(kind, reason, true);
    }

    /**
     * Whether an answer of this status says that its endpoint may be unhealthy: 500 and above, but
     * for 501 and 505, which say something of the request.
     */
    public static boolean isServerError(int status) {
        return status >= 500 && status != 501 && status != 505;
    }
}
