package dev.muster.transport.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Which characters may stand where in a head: RFC 9110, section 5, and RFC 9112, sections 2-5. */
public final class HeadRules {
    private static final int TOKEN = 1;
    private static final int VALUE = 2;
    private static final int TARGET = 4;

    /** Digits of a {@code Content-Length}. */
    static final int LONGEST_LENGTH = 18;

    private static final long SECOND = 1_000_000_000L;
    private static final long MOST_SECONDS_KEPT = 1_000_000;

    private static final byte[] CLASSES = new byte[256];

    static {
        for (int c = 0; c < 256; c++) {
            if (isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
                CLASSES[c] |= TOKEN;
            }
            if (c == '\t' || (c >= ' ' && c != 0x7f)) {
                CLASSES[c] |= VALUE;
            }
            // Wider than RFC 3986 by ^ ` { | }, which browsers send; never what starts a fragment,
            // ends a quoted attribute or is a path separator to somebody else.
            if (c > ' ' && c < 0x7f && "\"#<>\\".indexOf(c) < 0) {
                CLASSES[c] |= TARGET;
            }
        }
    }

    private HeadRules() {}

    public static boolean isToken(int c) {
        return (CLASSES[c & 0xff] & TOKEN) != 0;
    }

    static boolean isValue(int c) {
        return (CLASSES[c & 0xff] & VALUE) != 0;
    }

    public static boolean isTarget(int c) {
        return (CLASSES[c & 0xff] & TARGET) != 0;
    }

    public static boolean isTarget(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) > 0xff || !isTarget(target.charAt(i))) {
                return false;
            }
        }
        return !target.isEmpty();
    }

    public static boolean isToken(String text) {
        boolean isToken = !text.isEmpty();
        for (int i = 0; i < text.length() && isToken; i++) {
            isToken = text.charAt(i) < 0x80 && isToken(text.charAt(i));
        }
        return isToken;
    }

    public static String requireName(String name) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("no header can have the name \"" + name + "\"");
        }
        return name;
    }

    /** A value with a line break in it would forge the lines after it. */
    public static String requireValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xff || !isValue(value.charAt(i))) {
                throw new IllegalArgumentException(
                        "the value of header " + name + " holds a character that cannot be sent");
            }
        }
        return value;
    }

    /**
     * The value of a {@code Content-Length}, or -1 if it is none. Leading zeros and signs are
     * refused: what one reader takes for octal or negative and the next does not is how requests
     * are smuggled.
     */
    static long contentLength(String value) {
        if (value.isEmpty() || value.length() > LONGEST_LENGTH) {
            return -1;
        }
        if (value.charAt(0) == '0' && value.length() > 1) {
            return -1;
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            length = length * 10 + digit;
        }
        return length;
    }

    /** Whether {@code token} is an element of the comma-separated {@code list}. */
    public static boolean lists(String list, String token) {
        if (list.length() == token.length()) {
            return list.equalsIgnoreCase(token);
        }
        int start = 0;
        while (start <= list.length()) {
            int comma = list.indexOf(',', start);
            int end = comma < 0 ? list.length() : comma;
            if (list.substring(start, end).strip().equalsIgnoreCase(token)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /** The nanoseconds that {@code terms} of a kept connection leave for using it. */
    static long keepAlive(String terms) {
        for (var term : terms.split(",", -1)) {
            var named = term.strip().toLowerCase(Locale.ROOT);
            if (named.startsWith("timeout=")) {
                long seconds = contentLength(named.substring("timeout=".length()).strip());
                boolean isTold = seconds >= 0 && seconds < MOST_SECONDS_KEPT;
                return isTold
                        ? Math.max(seconds * SECOND / 2, (seconds - 1) * SECOND)
                        : Long.MAX_VALUE;
            }
        }
        return Long.MAX_VALUE;
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
