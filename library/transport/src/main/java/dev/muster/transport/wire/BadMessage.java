package dev.muster.transport.wire;

/** A message that the rules of HTTP or our limits refuse, with the status that says so. */
public final class BadMessage extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String detail;

    /**
     * @param detail one clear sentence for the client, made of our own words only
     */
    public BadMessage(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.detail = detail;
    }

    public int status() {
        return status;
    }

    public String detail() {
        return detail;
    }
}
