package dev.muster.store.log;

import dev.muster.store.StoreException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One followed log file: what was read of it, the line that is being written, and the last plain
 * line, which more lines may belong to.
 *
 * <p>A line without its end is waited for; when nothing comes for a while it counts as a line, as
 * the last words of a killed process have no end.
 */
final class TailedFile {
    private static final Logger LOG = LoggerFactory.getLogger(TailedFile.class);
    private static final int PATIENCE = 10;
    private static final int SHORTEST_BUFFER = 1 << 10;

    private final LogFile file;
    private final int maxLine;
    private byte[] line;
    private @Nullable Object identity;
    private long position;
    private long lineLength;
    private boolean afterGap;
    private int quietLooks;
    private final Arrivals arrivals;
    private final ZoneId zone = ZoneId.systemDefault();
    private int zeros;
    private Instant lastTold = Instant.EPOCH;
    private @Nullable ParsedLine before;
    private @Nullable ParsedLine head;
    private Instant headAt = Instant.EPOCH;
    private Continuation more = new Continuation();

    private TailedFile(LogFile file, int maxLine, Arrivals arrivals) {
        this.file = file;
        this.maxLine = maxLine;
        this.arrivals = arrivals;
        line = new byte[Math.min(SHORTEST_BUFFER, maxLine)];
    }

    static TailedFile atStart(LogFile file, int maxLine, Arrivals arrivals) {
        return new TailedFile(file, maxLine, arrivals);
    }

    /**
     * Begins after the last whole line.
     *
     * @param chunk to read into
     */
    static TailedFile atEnd(LogFile file, int maxLine, Arrivals arrivals, byte[] chunk) {
        arrivals.look(file);
        var tailed = new TailedFile(file, maxLine, arrivals);
        try (var channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            tailed.identity =
                    Files.readAttributes(file.path(), BasicFileAttributes.class).fileKey();
            tailed.position = endOfLastLine(channel, chunk);
        } catch (NoSuchFileException e) {
            tailed.position = 0;
        } catch (IOException e) {
            throw new StoreException("the log " + file.path() + " cannot be read: " + e, e);
        }
        return tailed;
    }

    long position() {
        return position;
    }

    /**
     * Gives {@code out} the lines written since the last look.
     *
     * @param chunk to read into
     * @param most bytes to read, give or take a chunk; the rest is left for the next look
     */
    void poll(byte[] chunk, long most, Consumer<LogEntry> out) {
        try {
            var attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
            boolean replaced = identity != null && !identity.equals(attributes.fileKey());
            if (replaced || attributes.size() < position) {
                endLine(position, out);
                position = 0;
            }
            identity = attributes.fileKey();
            arrivals.look(file);
            if (attributes.size() == position) {
                quietLook(out);
            } else {
                quietLooks = 0;
                readOn(chunk, Math.min(attributes.size(), position + most), out);
            }
        } catch (NoSuchFileException e) {
            endLine(position, out);
        } catch (IOException e) {
            // It may be readable at the next look; nothing is lost, as the position stays.
            LOG.debug("The log {} cannot be read.", file.path(), e);
        }
    }

    private void quietLook(Consumer<LogEntry> out) {
        quietLooks++;
        if (lineLength > 0 && quietLooks >= PATIENCE) {
            endLine(position, out);
        } else if (lineLength == 0) {
            endEntry(out);
        }
    }

    private void readOn(byte[] chunk, long until, Consumer<LogEntry> out) throws IOException {
        try (var channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            while (position < until) {
                int length = channel.read(ByteBuffer.wrap(chunk), position);
                if (length <= 0) {
                    return;
                }
                take(chunk, length, out);
                position += length;
            }
        }
    }

    private void take(byte[] bytes, int length, Consumer<LogEntry> out) {
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == 0) {
                if (++zeros == BackwardLines.GAP) {
                    endLine(position + i, out);
                    afterGap = true;
                }
                continue;
            }
            for (int kept = zeros < BackwardLines.GAP ? zeros : 0; kept > 0; kept--) {
                append((byte) 0);
            }
            zeros = 0;
            if (b == '\n') {
                endLine(position + i, out);
            } else {
                append(b);
            }
        }
    }

    private void append(byte b) {
        if (lineLength == line.length && line.length < maxLine) {
            line = Arrays.copyOf(line, Math.min(2 * line.length, maxLine));
        }
        if (lineLength < line.length) {
            line[(int) lineLength] = b;
        }
        lineLength++;
    }

    /**
     * @param end where it ends in the file
     */
    private void endLine(long end, Consumer<LogEntry> out) {
        if (lineLength > 0) {
            int kept = (int) Math.min(line.length, lineLength);
            var parsed = LineParser.parse(line, 0, kept, lineLength);
            if (!afterGap || parsed.structured()) {
                add(parsed, end, out);
                before = parsed;
            }
        }
        lineLength = 0;
        afterGap = false;
    }

    private void add(ParsedLine parsed, long end, Consumer<LogEntry> out) {
        if (head != null && before != null && StackTraces.goesOn(parsed, before)) {
            more.addAfter(parsed.raw());
            return;
        }
        endEntry(out);
        var arrival = arrivals.of(file, end);
        var told = parsed.time().flatMap(written -> written.believed(arrival, zone));
        lastTold = told.orElse(lastTold);
        head = told.isPresent() ? parsed : parsed.asWritten();
        headAt = told.orElseGet(() -> arrival.after(lastTold));
        if (parsed.structured()) {
            // Nothing belongs to a structured line, so nobody has to wait for it.
            endEntry(out);
        }
    }

    private void endEntry(Consumer<LogEntry> out) {
        if (head == null) {
            return;
        }
        out.accept(head.entry(file, headAt, more.text()));
        head = null;
        more = new Continuation();
    }

    private static long endOfLastLine(FileChannel channel, byte[] chunk) throws IOException {
        long end = channel.size();
        while (end > 0) {
            long from = Math.max(0, end - chunk.length);
            int length = channel.read(ByteBuffer.wrap(chunk, 0, (int) (end - from)), from);
            for (int i = length - 1; i >= 0; i--) {
                if (chunk[i] == '\n') {
                    return from + i + 1;
                }
            }
            end = length <= 0 ? 0 : from;
        }
        return 0;
    }
}
