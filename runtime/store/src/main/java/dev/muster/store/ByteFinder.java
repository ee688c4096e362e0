package dev.muster.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells of the raw bytes of a structured line that a text is certainly not in them, so that most
 * lines of a search need not be parsed. ASCII letters match in either case.
 */
final class ByteFinder {
    /** Every word of a level of WARN or graver; a search for less is a search for most lines. */
    private static final List<String> GRAVE_WORDS =
            List.of("WARN", "ERROR", "SEVERE", "CRITICAL", "FATAL");

    private final byte[][] words;
    private final boolean[] begins = new boolean[256];

    private ByteFinder(List<String> wanted) {
        words = new byte[wanted.size()][];
        for (int i = 0; i < words.length; i++) {
            words[i] = bytes(wanted.get(i).toLowerCase(Locale.ROOT));
            begins[words[i][0]] = true;
            begins[Character.toUpperCase(words[i][0])] = true;
        }
    }

    /** A text that JSON may write in more than one way may be anywhere. */
    static ByteFinder ofText(Optional<String> text) {
        return new ByteFinder(
                text
                        .filter(wanted -> wanted.chars().allMatch(ByteFinder::isWrittenAsItself))
                        .stream()
                        .toList());
    }

    static ByteFinder ofLevel(Optional<LogLevel> least) {
        return new ByteFinder(
                least.filter(level -> level.isAtLeast(LogLevel.WARN)).isPresent()
                        ? GRAVE_WORDS
                        : List.of());
    }

    boolean mayFind(byte[] bytes, int offset, int length) {
        if (words.length == 0) {
            return true;
        }
        int end = offset + length;
        for (int at = offset; at < end; at++) {
            if (begins[bytes[at] & 0xff] && beginsWord(bytes, at, end)) {
                return true;
            }
        }
        return false;
    }

    private boolean beginsWord(byte[] bytes, int at, int end) {
        for (byte[] word : words) {
            if (at + word.length <= end && matches(word, bytes, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] word, byte[] bytes, int at) {
        for (int i = 0; i < word.length; i++) {
            byte b = bytes[at + i];
            if (word[i] != (b >= 'A' && b <= 'Z' ? b + 32 : b)) {
                return false;
            }
        }
        return true;
    }

    /** Encoders differ in what they escape beyond what they must; a few escape what HTML would. */
    private static boolean isWrittenAsItself(int c) {
        return c >= ' ' && c < 0x7f && "\"\\/<>&='+`".indexOf(c) < 0;
    }

    private static byte[] bytes(String ascii) {
        byte[] bytes = new byte[ascii.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ascii.charAt(i);
        }
        return bytes;
    }
}
