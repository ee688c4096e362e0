package dev.muster.transport.wire;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The fields behind the last chunk of a body, within the limits of a header section. */
final class TrailerSection {
    private List<String> lines = List.of();
    private HeadParser.Limits limits = new HeadParser.Limits(0, 0, 0);
    private boolean strict;
    private int bytes;

    void clear() {
        lines = List.of();
        bytes = 0;
    }

    /**
     * @param isStrict whether a field that only a header may have is refused, not left out
     */
    void rules(HeadParser.Limits newLimits, boolean isStrict) {
        limits = newLimits;
        strict = isStrict;
    }

    /** The most that all of its lines may have together, their ends included. */
    int maxBytes() {
        return limits.headerBytes();
    }

    static BadMessage tooLarge() {
        return new BadMessage(431, "The trailer section is too large.");
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The names and values of the fields in turn, in an array of its own. */
    String[] fields() {
        return lines.toArray(String[]::new);
    }

    /** Reads the line from {@code start} until before {@code end}, which is where its CR stands. */
    void line(ByteBuf in, int start, int end) throws BadMessage {
        int colon = start;
        while (colon < end && HeadRules.isToken(in.getByte(colon))) {
            colon++;
        }
        if (colon == start || colon == end || in.getByte(colon) != ':') {
            throw new BadMessage(400, "A trailer field is malformed.");
        }
        for (int i = colon + 1; i < end; i++) {
            if (!HeadRules.isValue(in.getByte(i))) {
                throw new BadMessage(400, "A trailer field holds a control character.");
            }
        }
        var name = text(in, start, colon);
        var value = text(in, colon + 1, end).strip();
        count(Math.max(end - start, name.length() + ": ".length() + value.length()) + 2);
        add(name, value);
    }

    /**
     * Counts a line as it came or, where that is longer, as it is passed on: who is sent it next
     * has the same limits, and is not to find too large what was let in here.
     */
    private void count(int lineBytes) throws BadMessage {
        bytes += lineBytes;
        if (bytes > limits.headerBytes() || lines.size() == 2 * limits.headers()) {
            throw tooLarge();
        }
    }

    private void add(String name, String value) throws BadMessage {
        boolean forbidden = TrailerRules.isForbidden(name);
        if (forbidden && strict) {
            throw new BadMessage(400, "A trailer field is one that only a header may have.");
        }
        if (forbidden || TrailerRules.isLeftOut(name)) {
            return;
        }
        if (lines.isEmpty()) {
            lines = new ArrayList<>();
        }
        lines.add(name);
        lines.add(value);
    }

    private static String text(ByteBuf in, int start, int end) {
        return in.toString(start, end - start, StandardCharsets.ISO_8859_1);
    }
}
