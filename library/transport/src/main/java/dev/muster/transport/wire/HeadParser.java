package dev.muster.transport.wire;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the head of a message strictly (RFC 9112): what two readers could understand differently is
 * refused, never repaired. One per event loop; its answers hold until the next head is read.
 *
 * <p>A head is copied into an array and read in one pass once its end has arrived. Bytes that were
 * searched for that end before are not searched again, so that a head sent byte by byte costs no
 * more than one sent whole.
 */
public final class HeadParser {
    /** Bounds of a head, with the statuses 414 and 431 that exceeding them means. */
    public record Limits(int line, int headerBytes, int headers) {
        private int total() {
            return line + headerBytes + 4;
        }
    }

    private static final int NAMES = 256;

    /** Longer names than any that repeat are not worth the memory. */
    private static final int LONGEST_NAME = 64;

    /** What may be looked at beyond the end of a head that is cut short. */
    private static final int SLACK = 16;

    private final @Nullable String[] names = new @Nullable String[NAMES];
    private byte[] bytes = new byte[4 << 10];
    private String[] lines = new String[64];
    private int at;
    private int length;

    private int hosts;
    private String host = "";
    private int contentLengths;
    private long contentLength;
    private int transferEncodings;
    private String transferEncoding = "";
    private boolean close;
    private boolean keepAlive;
    private String keepAliveTerms = "";
    private int expectations;
    private String expectation = "";
    private boolean takesTrailers;
    private boolean isHttp10;
    private String method = "";
    private String target = "";
    private int status;

    /**
     * How long the head at the start of {@code in} is, or 0 if its end has not arrived.
     *
     * @param searched how many bytes of {@code in} an earlier call has searched
     */
    public int find(ByteBuf in, int searched, Limits limits) throws BadMessage {
        int available = Math.min(in.readableBytes(), limits.total());
        if (bytes.length < available + SLACK) {
            bytes = new byte[limits.total() + SLACK];
        }
        int from = Math.max(0, searched - 3);
        in.getBytes(in.readerIndex() + from, bytes, from, available - from);
        for (int i = searched; i < available; i++) {
            if (bytes[i] == '\n') {
                if (i == 0 || bytes[i - 1] != '\r') {
                    throw new BadMessage(400, "A line ends with LF alone; CRLF is needed.");
                }
                if (i >= 3 && bytes[i - 2] == '\n') {
                    in.getBytes(in.readerIndex(), bytes, 0, from);
                    return i + 1;
                }
            }
        }
        refuseOversize(in, available, limits);
        return 0;
    }

    /** Reads the request whose head {@link #find} found to be {@code headLength} bytes long. */
    void readRequest(int headLength, Limits limits) throws BadMessage {
        start();
        method = readMethod();
        int targetStart = at;
        while (HeadRules.isTarget(bytes[at])) {
            at++;
        }
        if (at == targetStart || bytes[at] != ' ') {
            throw TargetRules.badTarget(bytes[at], at - targetStart);
        }
        var given = text(targetStart, at);
        at++;
        isHttp10 = readVersion() == 0;
        endOfLine("The request line is malformed.");
        refuseLongLine(at - 2, limits);
        readFields(headLength, limits);
        target = TargetRules.target(method, given, host);
    }

    /** Reads the response whose head {@link #find} found to be {@code headLength} bytes long. */
    public void readResponse(int headLength, Limits limits) throws BadMessage {
        start();
        isHttp10 = readVersion() == 0;
        if (bytes[at] != ' ') {
            throw new BadMessage(502, "The status line is malformed.");
        }
        int code = 0;
        for (int i = 1; i <= 3; i++) {
            int digit = bytes[at + i] - '0';
            if (digit < 0 || digit > 9) {
                throw new BadMessage(502, "The status line has no status of three digits.");
            }
            code = code * 10 + digit;
        }
        at += 4;
        if (code < 100 || (bytes[at] != ' ' && bytes[at] != '\r')) {
            throw new BadMessage(502, "The status line is malformed.");
        }
        while (HeadRules.isValue(bytes[at])) {
            at++;
        }
        endOfLine("The reason phrase holds a control character.");
        readFields(headLength, limits);
        status = code;
    }

    public String method() {
        return method;
    }

    /** In origin form, or {@code *}. */
    public String target() {
        return target;
    }

    public int status() {
        return status;
    }

    /** Whether its sender speaks HTTP/1.0; else it is HTTP/1.1. */
    public boolean isHttp10() {
        return isHttp10;
    }

    /** The names and values of the fields in turn, in an array of its own. */
    public String[] fields() {
        return Arrays.copyOf(lines, length);
    }

    int hosts() {
        return hosts;
    }

    String host() {
        return host;
    }

    public int contentLengths() {
        return contentLengths;
    }

    /** The declared length of the body; -1 if none is declared, or none that is valid. */
    public long contentLength() {
        return contentLength;
    }

    public int transferEncodings() {
        return transferEncodings;
    }

    String transferEncoding() {
        return transferEncoding;
    }

    public boolean isChunked() {
        return transferEncodings == 1 && transferEncoding.equalsIgnoreCase("chunked");
    }

    /** The value of {@code Expect}; empty if there is none. */
    public String expectation() {
        return expectations > 1 ? "several" : expectation;
    }

    /** Whether the sender says that it takes fields behind a body ({@code TE: trailers}). */
    public boolean takesTrailers() {
        return takesTrailers && !isHttp10;
    }

    /** Whether the connection outlives this message as far as its sender is concerned. */
    public boolean isPersistent() {
        return !close && (keepAlive || !isHttp10);
    }

    /** Whether the sender says in so many words that it keeps the connection. */
    public boolean isKeptAlive() {
        return keepAlive && !close;
    }

    /**
     * How long the connection may be left unused, so that it is we who close it: a second, or half,
     * less than the sender says it waits ({@code Keep-Alive: timeout=5}).
     */
    public long keepAliveNanos() {
        return keepAliveTerms.isEmpty() ? Long.MAX_VALUE : HeadRules.keepAlive(keepAliveTerms);
    }

    private void start() {
        at = 0;
        length = 0;
        hosts = 0;
        host = "";
        contentLengths = 0;
        contentLength = -1;
        transferEncodings = 0;
        transferEncoding = "";
        close = false;
        keepAlive = false;
        keepAliveTerms = "";
        expectations = 0;
        expectation = "";
        takesTrailers = false;
    }

    private String readMethod() throws BadMessage {
        int hash = 0;
        while (HeadRules.isToken(bytes[at])) {
            hash = hash * 31 + bytes[at++];
        }
        if (at == 0 || bytes[at] != ' ') {
            throw new BadMessage(400, "The method is malformed.");
        }
        int end = at++;
        if (end == 3 && bytes[0] == 'G' && bytes[1] == 'E' && bytes[2] == 'T') {
            return "GET";
        }
        return name(0, end, hash);
    }

    /** The digit after the dot. */
    private int readVersion() throws BadMessage {
        boolean wellFormed =
                bytes[at] == 'H'
                        && bytes[at + 1] == 'T'
                        && bytes[at + 2] == 'T'
                        && bytes[at + 3] == 'P'
                        && bytes[at + 4] == '/'
                        && isDigit(bytes[at + 5])
                        && bytes[at + 6] == '.'
                        && isDigit(bytes[at + 7]);
        if (!wellFormed) {
            throw new BadMessage(400, "The version of HTTP is malformed.");
        }
        int minor = bytes[at + 7];
        if (bytes[at + 5] != '1' || minor > '1') {
            throw new BadMessage(505, "This server speaks HTTP/1.1 and HTTP/1.0.");
        }
        at += 8;
        return minor - '0';
    }

    private void endOfLine(String otherwise) throws BadMessage {
        if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
            throw new BadMessage(400, otherwise);
        }
        at += 2;
    }

    private void readFields(int headLength, Limits limits) throws BadMessage {
        if (headLength - at - 2 > limits.headerBytes()) {
            throw oversizeHeaders();
        }
        while (bytes[at] != '\r') {
            if (length == 2 * limits.headers()) {
                throw new BadMessage(431, "The request has too many header fields.");
            }
            line();
        }
        if (at + 2 != headLength) {
            throw new BadMessage(400, "A header field starts with CR.");
        }
    }

    private void line() throws BadMessage {
        int start = at;
        int hash = 0;
        while (HeadRules.isToken(bytes[at])) {
            hash = hash * 31 + bytes[at++];
        }
        if (at == start || bytes[at] != ':') {
            throw new BadMessage(400, "A header field has a malformed name.");
        }
        var name = name(start, at, hash);
        do {
            at++;
        } while (isBlank(bytes[at]));
        int valueStart = at;
        while (HeadRules.isValue(bytes[at])) {
            at++;
        }
        int valueEnd = at;
        endOfLine("A header field's value holds a control character.");
        while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        var value = text(valueStart, valueEnd);
        if (length == lines.length) {
            lines = Arrays.copyOf(lines, 2 * length);
        }
        lines[length++] = name;
        lines[length++] = value;
        notice(name, value);
    }

    /** Remembers what framing and persistence depend on. */
    private void notice(String name, String value) {
        switch (name.length()) {
            case 2 -> {
                if (name.equalsIgnoreCase("te")) {
                    takesTrailers |= HeadRules.lists(value, "trailers");
                }
            }
            case 4 -> {
                if (name.equalsIgnoreCase("host")) {
                    hosts++;
                    host = value;
                }
            }
            case 6 -> {
                if (name.equalsIgnoreCase("expect")) {
                    expectations++;
                    expectation = value;
                }
            }
            case 10 -> {
                if (name.equalsIgnoreCase("connection")) {
                    close |= HeadRules.lists(value, "close");
                    keepAlive |= HeadRules.lists(value, "keep-alive");
                } else if (name.equalsIgnoreCase("keep-alive")) {
                    keepAliveTerms = value;
                }
            }
            case 14 -> {
                if (name.equalsIgnoreCase("content-length")) {
                    contentLengths++;
                    contentLength = HeadRules.contentLength(value);
                }
            }
            case 17 -> {
                if (name.equalsIgnoreCase("transfer-encoding")) {
                    transferEncodings++;
                    transferEncoding = value;
                }
            }
            default -> {}
        }
    }

    /** Names repeat from message to message, so their strings are kept and found again. */
    private String name(int start, int end, int hash) {
        int slot = (hash ^ (hash >>> 8)) & (NAMES - 1);
        var known = names[slot];
        if (known != null && known.length() == end - start && isAt(known, start)) {
            return known;
        }
        var name = text(start, end);
        if (name.length() <= LONGEST_NAME) {
            names[slot] = name;
        }
        return name;
    }

    private boolean isAt(String name, int start) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private void refuseOversize(ByteBuf in, int available, Limits limits) throws BadMessage {
        if (available > limits.line()) {
            int end = in.indexOf(in.readerIndex(), in.readerIndex() + available, (byte) '\n');
            int line = end < 0 ? available : end - in.readerIndex() - 1;
            refuseLongLine(line, limits);
            if (available - line - 2 > limits.headerBytes()) {
                throw oversizeHeaders();
            }
        }
    }

    private static void refuseLongLine(int line, Limits limits) throws BadMessage {
        if (line > limits.line()) {
            throw new BadMessage(414, "The request line is too long.");
        }
    }

    private static BadMessage oversizeHeaders() {
        return new BadMessage(431, "The header section is too large.");
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
