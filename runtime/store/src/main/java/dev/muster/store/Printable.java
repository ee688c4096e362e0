package dev.muster.store;

/**
 * Text that a service or its build wrote, made safe for a terminal and a page: no control character
 * and no change of writing direction leaves here as itself, so that no line can forge another or
 * move the cursor. Colours are taken out, as they say nothing without a terminal.
 */
public final class Printable {
    private static final char ESCAPE = 0x1b;

    private Printable() {}

    /** One line: line breaks are escaped too. */
    public static String line(String raw) {
        return escaped(raw, false);
    }

    /** Several lines: line breaks and tabs stay. */
    public static String lines(String raw) {
        return escaped(raw, true);
    }

    private static String escaped(String raw, boolean keepLayout) {
        int at = firstUnsafe(raw, keepLayout);
        if (at < 0) {
            return raw;
        }
        var safe = new StringBuilder(raw.length() + 16).append(raw, 0, at);
        while (at < raw.length()) {
            int colour = colourLength(raw, at);
            if (colour > 0) {
                at += colour;
                continue;
            }
            char c = raw.charAt(at++);
            if (isUnsafe(c, keepLayout)) {
                appendEscape(safe, c);
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    private static int firstUnsafe(String raw, boolean keepLayout) {
        for (int i = 0; i < raw.length(); i++) {
            if (isUnsafe(raw.charAt(i), keepLayout)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isUnsafe(char c, boolean keepLayout) {
        if (c < ' ') {
            return c != '\t' && !(keepLayout && c == '\n');
        }
        if (c < 0x7f) {
            return false;
        }
        return c < 0xa0
                || c == 0x061c
                || (c >= 0x200e && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    /** The length of the colour sequence ({@code ESC [ digits m}) at {@code at}, or 0. */
    private static int colourLength(String raw, int at) {
        if (raw.charAt(at) != ESCAPE || at + 1 >= raw.length() || raw.charAt(at + 1) != '[') {
            return 0;
        }
        int end = at + 2;
        while (end < raw.length() && "0123456789;:".indexOf(raw.charAt(end)) >= 0) {
            end++;
        }
        return end < raw.length() && raw.charAt(end) == 'm' ? end + 1 - at : 0;
    }

    private static void appendEscape(StringBuilder safe, char c) {
        switch (c) {
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            case '\t' -> safe.append("\\t");
            default -> safe.append(String.format("\\u%04x", (int) c));
        }
    }
}
