package dev.muster.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The lines of a file from its end to its beginning, a chunk in memory at a time.
 *
 * <p>A replica's log may have had its head given back to the disk: those bytes read as zeros. Many
 * zeros in a row are such a gap, and the line after it has probably lost its beginning; where a
 * whole chunk holds nothing else, the lines end. A few zeros are what somebody wrote, and part of a
 * line.
 */
final class BackwardLines {
    /** So many zeros in a row are no text. */
    static final int GAP = 512;

    private final FileChannel file;
    private final int maxLine;
    private final byte[] chunk;
    private long base;
    private int filled;
    private long position;
    private long bytesRead;

    private long lineStart;
    private long lineEnd;
    private boolean afterGap;

    /**
     * @param end where to begin to read backwards
     */
    BackwardLines(FileChannel file, long end, int maxLine) {
        this.file = file;
        this.maxLine = maxLine;
        chunk = new byte[Math.max(1 << 18, 2 * maxLine)];
        position = end;
        base = end;
    }

    /** Moves to the line before; false where there is none. */
    boolean previous() throws IOException {
        if (!skipGap() || !load(position - 1, position)) {
            return false;
        }
        lineEnd = at(position - 1) == '\n' ? position - 1 : position;
        long start = lineEnd;
        afterGap = false;
        while (start > 0) {
            if (start - 1 < base && !loadBefore(start)) {
                return false;
            }
            byte before = at(start - 1);
            if (before == '\n') {
                break;
            }
            int zeros = before == 0 ? zerosBefore(start) : 1;
            if (zeros < 0) {
                return false;
            }
            if (zeros == GAP) {
                afterGap = true;
                break;
            }
            start -= zeros;
        }
        lineStart = start;
        position = start;
        return load(start, start + length());
    }

    byte[] bytes() {
        return chunk;
    }

    int offset() {
        return (int) (lineStart - base);
    }

    /** The length of the line, cut at the most that is kept. */
    int length() {
        return (int) Math.min(maxLine, wholeLength());
    }

    long wholeLength() {
        return lineEnd - lineStart;
    }

    /** Where the line ends in the file, its line feed not counted. */
    long end() {
        return lineEnd;
    }

    boolean isAfterGap() {
        return afterGap;
    }

    long bytesRead() {
        return bytesRead;
    }

    /** How many zeros end at {@code end}, {@link #GAP} at most; -1 where they cannot be read. */
    private int zerosBefore(long end) throws IOException {
        int zeros = 0;
        while (zeros < GAP && zeros < end) {
            long at = end - zeros - 1;
            if (at < base && !loadBefore(at + 1)) {
                return -1;
            }
            if (at(at) != 0) {
                break;
            }
            zeros++;
        }
        return zeros;
    }

    /** Moves before a gap; false where nothing is left. */
    private boolean skipGap() throws IOException {
        if (position == 0 || !load(position - 1, position)) {
            return false;
        }
        long end = position;
        if (zerosBefore(end) < Math.min(GAP, end)) {
            return true;
        }
        if (!load(position - 1, position)) {
            return false;
        }
        while (at(position - 1) == 0) {
            position--;
            if (position == 0 || end - position >= chunk.length / 2) {
                position = 0;
                return false;
            }
            if (!load(position - 1, position)) {
                return false;
            }
        }
        return true;
    }

    /** Loads what lies before {@code start}, with the line so far where it is not too long. */
    private boolean loadBefore(long start) throws IOException {
        long end = lineEnd - start < chunk.length / 2 ? lineEnd : start;
        return loadEndingAt(Math.max(end, start));
    }

    /** Sees to it that bytes {@code from} to {@code to} are in the chunk. */
    private boolean load(long from, long to) throws IOException {
        if (from >= base && to <= base + filled) {
            return true;
        }
        return to - from <= 1 ? loadEndingAt(to) : loadAt(from, (int) (to - from));
    }

    private boolean loadEndingAt(long end) throws IOException {
        long from = Math.max(0, end - chunk.length);
        return loadAt(from, (int) (end - from));
    }

    private boolean loadAt(long from, int length) throws IOException {
        var buffer = ByteBuffer.wrap(chunk, 0, length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                // The file was truncated meanwhile.
                position = 0;
                return false;
            }
        }
        base = from;
        filled = length;
        bytesRead += length;
        return true;
    }

    private byte at(long offset) {
        return chunk[(int) (offset - base)];
    }
}
