package dev.muster.http;

import java.util.function.IntPredicate;

/**
 * Which characters may stand where in a message (RFC 9110, section 5, and RFC 9112, section 3): a
 * line break in the wrong place would let a value forge the lines after it. What is refused is told
 * by its place and never echoed, because it may be a secret.
 */
final class Grammar {
    private Grammar() {}

    /** RFC 9110, section 5.6.2. */
    static void requireToken(String what, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        int at = firstUnfit(text, Grammar::isTokenCharacter);
        if (at >= 0) {
            throw unfit(what, text, at);
        }
    }

    /** Written out, because every value of every request comes by. */
    static void requireFieldValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw unfit("the value of header " + name, value, i);
            }
        }
    }

    /** A path with its query, or {@code *}, percent-encoded: RFC 9112, sections 3.2.1 and 3.2.4. */
    static void requireTarget(String target) {
        if (!target.startsWith("/") && !target.equals("*")) {
            throw new IllegalArgumentException("a request target starts with a slash, or is *");
        }
        int at = firstUnfit(target, c -> c > ' ' && c < 0x7f && "\"#<>\\".indexOf(c) < 0);
        if (at >= 0) {
            throw unfit("the request target", target, at);
        }
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    static int firstUnfit(String text, IntPredicate fits) {
        for (int i = 0; i < text.length(); i++) {
            if (!fits.test(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    static IllegalArgumentException unfit(String what, String text, int at) {
        return new IllegalArgumentException(
                String.format(
                        "%s holds U+%04X at index %d, which cannot be sent",
                        what, (int) text.charAt(at), at));
    }
}
