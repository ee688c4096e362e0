package dev.muster.http;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * The part of a representation that a request asks for (RFC 9110, section 14.1.2).
 *
 * @param first index of its first byte; no smaller than the representation is long where there is
 *     no such part
 * @param last index of its last byte
 */
record ByteRange(long first, long last) {
    private static final Pattern SINGLE = Pattern.compile("(?i:bytes)=[ \t]*(\\d*)-(\\d*)[ \t]*");
    private static final int DIGITS_OF_ANY_LONG = 18;

    /**
     * Null where all is to be sent: the value is malformed, of another unit, or of several parts,
     * which a server may answer with the whole as well.
     *
     * @param length of the representation
     */
    static @Nullable ByteRange of(String value, long length) {
        var found = SINGLE.matcher(value);
        if (!found.matches() || (found.group(1).isEmpty() && found.group(2).isEmpty())) {
            return null;
        }
        if (found.group(1).isEmpty()) {
            long suffix = number(found.group(2));
            return suffix == 0
                    ? new ByteRange(length, length)
                    : new ByteRange(Math.max(0, length - suffix), length - 1);
        }
        long first = number(found.group(1));
        long last = found.group(2).isEmpty() ? Long.MAX_VALUE : number(found.group(2));
        return last < first ? null : new ByteRange(first, Math.min(last, length - 1));
    }

    boolean isWithin(long length) {
        return first < length;
    }

    int size() {
        return Math.toIntExact(last - first + 1);
    }

    /** A number of more digits than any length has is as good as endless. */
    private static long number(String digits) {
        return digits.length() > DIGITS_OF_ANY_LONG ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
