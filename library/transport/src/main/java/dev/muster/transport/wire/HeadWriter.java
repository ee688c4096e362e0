package dev.muster.transport.wire;

import io.netty.buffer.ByteBuf;

import java.util.Arrays;

/**
 * Writes the heads of messages, through an array that one event loop reuses: strings are copied
 * into arrays several times faster than into buffers.
 */
public final class HeadWriter {
    /** The framing of a body whose length is not known, in chunks. */
    public static final long CHUNKED = -1;

    /** The framing of a body that the end of the connection ends. */
    public static final long UNTIL_CLOSE = -2;

    /** The framing of a message that has no body, whatever its headers say. */
    public static final long NO_BODY = -3;

    private static final int SWITCHING_PROTOCOLS = 101;

    private static final byte[] CONTENT_LENGTH = HeadRules.ascii("content-length: ");
    private static final byte[] CHUNKS = HeadRules.ascii("transfer-encoding: chunked\r\n");
    private static final byte[] CLOSE = HeadRules.ascii("connection: close\r\n");
    private static final byte[] UPGRADE = HeadRules.ascii("connection: upgrade\r\n");
    private static final byte[] TE = HeadRules.ascii("connection: te\r\n");
    private static final byte[] UPGRADE_AND_TE = HeadRules.ascii("connection: upgrade, te\r\n");
    private static final byte[] KEEP_ALIVE = HeadRules.ascii("connection: keep-alive\r\n");

    /** A name as long as names can be, or an address in brackets, and a port. */
    private static final int MOST_HOST_BYTES = "host: ".length() + 255 + ":65535\r\n".length();

    private static final int MOST_ADDED_BYTES =
            UPGRADE_AND_TE.length
                    + Math.max(CHUNKS.length, CONTENT_LENGTH.length + HeadRules.LONGEST_LENGTH + 2);

    private final StatusLines statusLines = new StatusLines();
    private byte[] bytes = new byte[2 << 10];
    private int length;
    private byte[] date = new byte[0];

    private boolean dateGiven;
    private boolean hostGiven;
    private boolean upgradeGiven;
    private boolean teGiven;
    private boolean closeGiven;
    private long lengthGiven;
    private boolean persistent;

    /** Sets the value of the {@code Date} field from now on. */
    public void date(String value) {
        date = HeadRules.ascii("date: " + value + "\r\n");
    }

    /** What decides how a response is framed, besides its own headers. */
    public record ResponseTerms(
            boolean toHead, boolean toHttp10, boolean toBody, boolean persistent) {}

    /**
     * Writes a response's head.
     *
     * @param empty whether the body is known to be empty
     * @return the body's framing: its length, or one of the constants above
     */
    public long response(int status, Fields headers, boolean empty, ResponseTerms terms) {
        length = 0;
        raw(statusLines.of(status));
        fields(headers);
        if (!dateGiven) {
            raw(date);
        }
        long framing = responseFraming(status, empty, terms);
        persistent = !closeGiven && terms.persistent() && framing != UNTIL_CLOSE;
        if (status == SWITCHING_PROTOCOLS) {
            raw(UPGRADE);
        } else if (!persistent) {
            raw(CLOSE);
        } else if (terms.toHttp10() || terms.toBody()) {
            raw(KEEP_ALIVE);
        }
        endLine();
        return framing;
    }

    /** Whether the response last written leaves the connection open. */
    public boolean isPersistent() {
        return persistent;
    }

    /**
     * Writes a request's head.
     *
     * @param host the value of {@code Host} where {@code headers} have none
     * @param empty whether the body is known to be empty
     * @return the body's framing: its length, or one of the constants above
     */
    public long request(String method, String target, Fields headers, String host, boolean empty) {
        length = 0;
        text(method);
        put((byte) ' ');
        text(target);
        text(" HTTP/1.1\r\n");
        fields(headers);
        if (!hostGiven) {
            field("host", host);
        }
        if (upgradeGiven) {
            raw(teGiven ? UPGRADE_AND_TE : UPGRADE);
        } else if (teGiven) {
            raw(TE);
        }
        long framing = requestFraming(method, empty);
        endLine();
        return framing;
    }

    /**
     * How many lines {@link #request} adds to the given fields at most: for this connection, the
     * framing, and the host where it is not among them.
     */
    public static int mostAddedLines(boolean hasHost) {
        return hasHost ? 2 : 3;
    }

    /** How many bytes these lines have at most, their ends included. */
    public static int mostAddedBytes(boolean hasHost) {
        return hasHost ? MOST_ADDED_BYTES : MOST_ADDED_BYTES + MOST_HOST_BYTES;
    }

    /** Writes the last chunk of a body, the fields behind it, and its end. */
    public void lastChunk(Fields trailers) {
        length = 0;
        put((byte) '0');
        endLine();
        for (int i = 0; i < trailers.size(); i++) {
            field(trailers.name(i), trailers.value(i));
        }
        endLine();
    }

    /** Moves what has been written into {@code out}. */
    public void moveTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    private long responseFraming(int code, boolean empty, ResponseTerms terms) {
        if (code == SWITCHING_PROTOCOLS) {
            return UNTIL_CLOSE;
        }
        if (lengthGiven >= 0 && code != 204) {
            contentLength(lengthGiven);
        }
        if (terms.toHead() || code == 204 || code == 304) {
            return NO_BODY;
        }
        if (lengthGiven >= 0) {
            return lengthGiven;
        }
        if (empty) {
            contentLength(0);
            return 0;
        }
        if (terms.toHttp10()) {
            return UNTIL_CLOSE;
        }
        raw(CHUNKS);
        return CHUNKED;
    }

    private long requestFraming(String method, boolean empty) {
        if (lengthGiven >= 0) {
            contentLength(lengthGiven);
            return lengthGiven;
        }
        if (!empty) {
            raw(CHUNKS);
            return CHUNKED;
        }
        if (expectsBody(method)) {
            contentLength(0);
        }
        return 0;
    }

    /** Writes the given fields but those of framing and of this connection. */
    private void fields(Fields headers) {
        dateGiven = false;
        hostGiven = false;
        upgradeGiven = false;
        teGiven = false;
        closeGiven = false;
        lengthGiven = -1;
        for (int i = 0; i < headers.size(); i++) {
            var name = headers.name(i);
            var value = headers.value(i);
            switch (name.length()) {
                case 2 -> teGiven |= name.equalsIgnoreCase("te");
                case 4 -> {
                    dateGiven |= name.equalsIgnoreCase("date");
                    hostGiven |= name.equalsIgnoreCase("host");
                }
                case 7 -> upgradeGiven |= name.equalsIgnoreCase("upgrade");
                case 10 -> {
                    if (name.equalsIgnoreCase("connection")) {
                        closeGiven |= HeadRules.lists(value, "close");
                        continue;
                    }
                    if (name.equalsIgnoreCase("keep-alive")) {
                        continue;
                    }
                }
                case 14 -> {
                    if (name.equalsIgnoreCase("content-length")) {
                        lengthGiven = HeadRules.contentLength(value);
                        continue;
                    }
                }
                case 17 -> {
                    if (name.equalsIgnoreCase("transfer-encoding")) {
                        continue;
                    }
                }
                default -> {}
            }
            field(name, value);
        }
    }

    private static boolean expectsBody(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    private void contentLength(long value) {
        raw(CONTENT_LENGTH);
        digits(value);
        endLine();
    }

    private void digits(long value) {
        int count = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            count++;
        }
        reserve(count);
        length += count;
        long rest = value;
        for (int i = 1; i <= count; i++) {
            bytes[length - i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private void field(String name, String value) {
        reserve(name.length() + value.length() + 4);
        copy(name);
        bytes[length++] = ':';
        bytes[length++] = ' ';
        copy(value);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    private void text(String text) {
        reserve(text.length());
        copy(text);
    }

    private void raw(byte[] ready) {
        reserve(ready.length);
        System.arraycopy(ready, 0, bytes, length, ready.length);
        length += ready.length;
    }

    private void put(byte value) {
        reserve(1);
        bytes[length++] = value;
    }

    private void endLine() {
        reserve(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    /** The deprecated copy is the one that allocates nothing; heads hold Latin-1 alone. */
    @SuppressWarnings("deprecation")
    private void copy(String text) {
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
