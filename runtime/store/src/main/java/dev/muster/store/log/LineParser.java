package dev.muster.store.log;

import dev.muster.store.Printable;

import java.nio.charset.StandardCharsets;

/**
 * Reads the lines of log files: JSON objects as loggers write them, and plain text in the formats
 * of well-known loggers and servers. Time, level and logger are taken out of the message, so that
 * each is shown once. What is not understood is shown as it is.
 */
final class LineParser {
    private LineParser() {}

    /**
     * @param wholeLength of the line in its file; more than {@code length} where it was cut
     */
    static ParsedLine parse(byte[] bytes, int offset, int length, long wholeLength) {
        int start = offset;
        int end = offset + length;
        while (end > start && bytes[end - 1] == '\r') {
            end--;
        }
        // A crash may leave zeros where the next line begins.
        while (start < end && bytes[start] == 0) {
            start++;
        }
        String raw = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        String mark =
                wholeLength > length
                        ? " ... (cut: the line has %,d bytes)".formatted(wholeLength)
                        : "";
        if (end > start && bytes[start] == '{') {
            var structured = JsonLine.parse(bytes, start, end - start, raw, mark);
            if (structured.isPresent()) {
                return structured.get();
            }
        }
        return PlainLine.parse(Printable.line(raw) + mark);
    }
}
