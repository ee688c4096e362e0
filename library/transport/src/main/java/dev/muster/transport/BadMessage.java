package dev.muster.transport;

/** A message that the rules of HTTP or our limits refuse, with the status that says so. */
final class BadMessage extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String detail;

    /**
     * @param detail one clear sentence for the client, made of our own words only
     */
    BadMessage(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.detail = detail;
    }

    int status() {
        return status;
    }

    String detail() {
        return detail;
    }
}
