package dev.muster.store.log;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
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
            List.of(
                    "WARN",
                    "WRN",
                    "ERR",
                    "SEVERE",
                    "CRIT",
                    "FATAL",
                    "FTL",
                    "FAIL",
                    "PANIC",
                    "PNC",
                    "EMERG",
                    "ALERT",
                    "level\":4",
                    "level\":5",
                    "level\":6",
                    "level\": 4",
                    "level\": 5",
                    "level\": 6");

    /**
     * The words by the byte that they begin with, in either case; null for one that begins none.
     */
    private final byte[] @Nullable [][] words = new byte[256][][];

    private final boolean isEmpty;

    private ByteFinder(List<String> wanted) {
        isEmpty = wanted.isEmpty();
        for (String word : wanted) {
            byte[] bytes = bytes(word.toLowerCase(Locale.ROOT));
            add(bytes[0], bytes);
            if (Character.isLetter(bytes[0])) {
                add(Character.toUpperCase(bytes[0]), bytes);
            }
        }
    }

    private void add(int first, byte[] word) {
        byte[][] known = words[first];
        int count = known == null ? 0 : known.length;
        byte[][] more = known == null ? new byte[1][] : Arrays.copyOf(known, count + 1);
        more[count] = word;
        words[first] = more;
    }

    /**
     * A text that JSON may write in more than one way may be anywhere, and so may one that is put
     * together from names and values.
     */
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
        if (isEmpty) {
            return true;
        }
        int end = offset + length;
        for (int at = offset; at < end; at++) {
            byte[][] begun = words[bytes[at] & 0xff];
            if (begun != null && isAnyAt(begun, bytes, at, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnyAt(byte[][] words, byte[] bytes, int at, int end) {
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
