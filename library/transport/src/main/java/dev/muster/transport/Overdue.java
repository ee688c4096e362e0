package dev.muster.transport;

/**
 * What a client took too long for.
 *
 * @param isToBeTold whether it is answered 408, as far as it can be; else its connection is cut
 * @param why one sentence; empty where the client has no exchange to be told of
 */
record Overdue(boolean isToBeTold, String why) {
    static final Overdue UNTOLD = new Overdue(false, "");
    static final Overdue HEAD = new Overdue(true, "The head of the request took too long.");
    static final Overdue BODY = new Overdue(true, "The body of the request came too slowly.");
    static final Overdue MEMORY =
            new Overdue(
                    true,
                    "The client was slow while other requests waited for the memory that this one"
                            + " holds.");
    static final Overdue RESPONSE = new Overdue(false, "The client took the response too slowly.");
}
