package dev.muster.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Holds JSON to UTF-8 (RFC 3629) while it passes by in pieces: Jackson decodes overlong forms,
 * surrogates and what is above U+10FFFF into other text than was checked by whoever looked before.
 * Half a surrogate pair as an escape is refused too: no UTF-8 could be written from it.
 *
 * <p>Text without escapes and without bytes above 7F, which most is, is looked at eight bytes at a
 * time.
 */
final class Utf8 {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long BACKSLASHES = LOW_BITS * '\\';

    /** How many bytes Jackson guesses the encoding from. */
    private static final int GUESSED_FROM = 4;

    private static final int NO_ESCAPE = -1;
    private static final int BACKSLASH_SEEN = 0;
    private static final int ESCAPE_LENGTH = 5;

    private long position;
    private int continuations;
    private int low = 0x80;
    private int high = 0xbf;
    private int escape = NO_ESCAPE;
    private int unit;
    private boolean isPairOpen;

    /** Checks a whole document. */
    static void check(byte[] document) {
        if (isPlain(document)) {
            return;
        }
        var utf8 = new Utf8();
        utf8.next(document, 0, document.length);
        utf8.end();
    }

    /**
     * @throws JsonException if these are not the next bytes of a document in UTF-8
     */
    void next(byte[] bytes, int offset, int length) {
        int i = offset;
        int end = offset + length;
        while (i < end) {
            if (isBetweenCharacters() && position >= GUESSED_FROM) {
                int plain = plain(bytes, i, end);
                position += plain - i;
                i = plain;
            }
            if (i < end) {
                accept(bytes[i++] & 0xff);
                position++;
            }
        }
    }

    /**
     * @throws JsonException if the document ends within a character
     */
    void end() {
        if (continuations > 0) {
            throw refused("it ends within a character");
        }
        requirePairClosed();
    }

    /** Whether there is nothing to look at, which most documents are. */
    private static boolean isPlain(byte[] document) {
        int length = document.length;
        boolean isLong = length >= Long.BYTES;
        return isLong
                && document[0] != 0
                && document[1] != 0
                && document[2] != 0
                && document[3] != 0
                && plain(document, 0, length) > length - Long.BYTES
                && plain(document, length - Long.BYTES, length) == length;
    }

    private boolean isBetweenCharacters() {
        return continuations == 0 && escape == NO_ESCAPE && !isPairOpen;
    }

    /** The first index from {@code i} on, in steps of eight, where a byte has to be looked at. */
    private static int plain(byte[] bytes, int i, int end) {
        int at = i;
        while (at + Long.BYTES <= end) {
            long eight = (long) LONG.get(bytes, at);
            long differs = eight ^ BACKSLASHES;
            long backslashes = (differs - LOW_BITS) & ~differs;
            if (((eight | backslashes) & HIGH_BITS) != 0) {
                break;
            }
            at += Long.BYTES;
        }
        return at;
    }

    private void accept(int octet) {
        if (octet == 0 && position < GUESSED_FROM) {
            throw refused("it seems to be UTF-16 or UTF-32");
        }
        if (continuations > 0) {
            continuation(octet);
        } else if (escape != NO_ESCAPE) {
            escaped(octet);
        } else if (octet == '\\') {
            escape = BACKSLASH_SEEN;
        } else {
            requirePairClosed();
            if (octet >= 0x80) {
                lead(octet);
            }
        }
    }

    private void continuation(int octet) {
        if (octet < low || octet > high) {
            throw refused("a character is broken off, overlong or none of Unicode");
        }
        continuations--;
        low = 0x80;
        high = 0xbf;
    }

    /** RFC 3629, section 4: what may follow the first byte of a character. */
    private void lead(int octet) {
        if (octet < 0xc2 || octet > 0xf4) {
            throw refused("no character begins so");
        }
        continuations = octet < 0xe0 ? 1 : octet < 0xf0 ? 2 : 3;
        switch (octet) {
            case 0xe0 -> low = 0xa0;
            case 0xed -> high = 0x9f;
            case 0xf0 -> low = 0x90;
            case 0xf4 -> high = 0x8f;
            default -> {}
        }
    }

    /** What follows a backslash; that it is an escape at all is for the parser to see. */
    private void escaped(int octet) {
        if (escape == BACKSLASH_SEEN) {
            if (octet != 'u') {
                requirePairClosed();
                escape = NO_ESCAPE;
                return;
            }
            unit = 0;
        } else {
            unit = unit << 4 | (Character.digit(octet, 16) & 0xf);
        }
        escape++;
        if (escape == ESCAPE_LENGTH) {
            escape = NO_ESCAPE;
            codeUnit((char) unit);
        }
    }

    private void codeUnit(char c) {
        if (Character.isLowSurrogate(c) != isPairOpen) {
            throw halfAPair();
        }
        isPairOpen = Character.isHighSurrogate(c);
    }

    private void requirePairClosed() {
        if (isPairOpen) {
            throw halfAPair();
        }
    }

    private JsonException halfAPair() {
        return new JsonException(
                "", "the JSON holds half a surrogate pair before byte " + position + ".");
    }

    private JsonException refused(String why) {
        return new JsonException("", "the body is no UTF-8 at byte " + position + ": " + why + ".");
    }
}
