package dev.muster.transport.wire;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

/**
 * Takes the body of a message out of a connection's bytes, as its framing says (RFC 9112, sections
 * 6 and 7). Chunk extensions are checked and dropped, trailers checked and kept.
 */
public final class BodyDecoder {
    private static final int MAX_LINE = 1024;
    private static final int MAX_OVERHEAD = 16 << 10;

    private enum State {
        LENGTH,
        UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILER,
        COMPLETE
    }

    private final TrailerSection trailers = new TrailerSection();
    private State state = State.COMPLETE;
    private long remaining;
    private long received;
    private int overhead;

    public void startEmpty() {
        start(State.COMPLETE, 0);
    }

    public void startLength(long length) {
        start(length == 0 ? State.COMPLETE : State.LENGTH, length);
    }

    /**
     * @param limits of the trailer section: the bytes and the number of its fields
     * @param strict whether a trailer field that only a header may have is refused, not left out
     */
    public void startChunked(HeadParser.Limits limits, boolean strict) {
        start(State.CHUNK_SIZE, 0);
        trailers.rules(limits, strict);
    }

    public void startUntilClose() {
        start(State.UNTIL_CLOSE, 0);
    }

    /** A body that the end of the connection ends is complete. */
    public void endByClose() {
        state = State.COMPLETE;
    }

    public boolean isComplete() {
        return state == State.COMPLETE;
    }

    public boolean isUntilClose() {
        return state == State.UNTIL_CLOSE;
    }

    /** Whether there are fields behind the body, which is complete and came in chunks. */
    public boolean hasTrailers() {
        return !trailers.isEmpty();
    }

    /** The names and values of the fields behind the body in turn, in an array of its own. */
    public String[] trailers() {
        return trailers.fields();
    }

    /** Bytes of the body so far. */
    public long received() {
        return received;
    }

    /** Bytes that are known to be missing; where the end is not known, 0. */
    public long missing() {
        return state == State.LENGTH ? remaining : 0;
    }

    /**
     * The next bytes of the body, for the caller to release; null when {@code in} holds no more of
     * them or the body is complete.
     */
    public @Nullable ByteBuf next(ByteBuf in) throws BadMessage {
        while (state != State.COMPLETE) {
            switch (state) {
                case LENGTH, CHUNK_DATA -> {
                    if (!in.isReadable()) {
                        return null;
                    }
                    int taken = (int) Math.min(remaining, in.readableBytes());
                    remaining -= taken;
                    if (remaining == 0) {
                        state = state == State.LENGTH ? State.COMPLETE : State.CHUNK_END;
                    }
                    return take(in, taken);
                }
                case UNTIL_CLOSE -> {
                    return in.isReadable() ? take(in, in.readableBytes()) : null;
                }
                default -> {
                    if (!readDelimiter(in)) {
                        return null;
                    }
                }
            }
        }
        return null;
    }

    private void start(State first, long length) {
        state = first;
        remaining = length;
        received = 0;
        overhead = 0;
        trailers.clear();
    }

    private ByteBuf take(ByteBuf in, int count) {
        received += count;
        return in.readRetainedSlice(count);
    }

    /** Reads what stands between chunks; false if it has not arrived whole. */
    private boolean readDelimiter(ByteBuf in) throws BadMessage {
        int start = in.readerIndex();
        if (state == State.CHUNK_END) {
            if (in.readableBytes() < 2) {
                return false;
            }
            if (in.getByte(start) != '\r' || in.getByte(start + 1) != '\n') {
                throw new BadMessage(400, "A chunk is longer than it says.");
            }
            in.skipBytes(2);
            state = State.CHUNK_SIZE;
            return true;
        }
        int longest = state == State.TRAILER ? trailers.maxBytes() : MAX_LINE;
        int bound = Math.min(in.readableBytes(), longest);
        int end = in.indexOf(start, start + bound, (byte) '\n');
        if (end < 0) {
            if (bound < longest) {
                return false;
            }
            throw state == State.TRAILER
                    ? TrailerSection.tooLarge()
                    : new BadMessage(400, "A line of the chunked body is too long.");
        }
        if (end == start || in.getByte(end - 1) != '\r') {
            throw new BadMessage(400, "A line of the chunked body ends with LF alone.");
        }
        in.readerIndex(end + 1);
        if (state == State.CHUNK_SIZE) {
            readSize(in, start, end - 1);
        } else if (end - 1 == start) {
            state = State.COMPLETE;
        } else {
            trailers.line(in, start, end - 1);
        }
        return true;
    }

    private void readSize(ByteBuf in, int start, int end) throws BadMessage {
        long size = 0;
        int i = start;
        for (; i < end; i++) {
            int digit = Character.digit(in.getByte(i), 16);
            if (digit < 0) {
                break;
            }
            size = size << 4 | digit;
        }
        if (i == start || i - start > 15) {
            throw new BadMessage(400, "A chunk's size is malformed.");
        }
        if (i < end) {
            count(end - i);
            checkExtensions(in, i, end);
        }
        remaining = size;
        state = size == 0 ? State.TRAILER : State.CHUNK_DATA;
    }

    /** {@code *( ";" name [ "=" ( token / quoted-string ) ] )}, without white space. */
    private static void checkExtensions(ByteBuf in, int from, int end) throws BadMessage {
        int i = from;
        while (i < end) {
            int name = i + 1;
            i = in.getByte(i) == ';' ? endOfToken(in, name, end) : name;
            boolean wellFormed = i > name;
            if (wellFormed && i < end && in.getByte(i) == '=') {
                int value = i + 1;
                i =
                        value < end && in.getByte(value) == '"'
                                ? endOfQuoted(in, value, end)
                                : endOfToken(in, value, end);
                wellFormed = i > value;
            }
            if (!wellFormed) {
                throw new BadMessage(400, "A chunk's extension is malformed.");
            }
        }
    }

    private static int endOfToken(ByteBuf in, int from, int end) {
        int i = from;
        while (i < end && HeadRules.isToken(in.getByte(i))) {
            i++;
        }
        return i;
    }

    /** The index after the closing quote, or {@code from} if there is none. */
    private static int endOfQuoted(ByteBuf in, int from, int end) {
        for (int i = from + 1; i < end; i++) {
            int c = in.getByte(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\') {
                i++;
            } else if (!HeadRules.isValue(c)) {
                return from;
            }
        }
        return from;
    }

    /** A body may not be made of what is not counted as its bytes. */
    private void count(int bytes) throws BadMessage {
        overhead += bytes;
        if (overhead > MAX_OVERHEAD) {
            throw new BadMessage(431, "Chunk extensions are too large.");
        }
    }
}
