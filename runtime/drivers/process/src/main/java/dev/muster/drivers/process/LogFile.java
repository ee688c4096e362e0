package dev.muster.drivers.process;

import dev.muster.process.Hosts;
import dev.muster.state.DiskRoom;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The log of one replica, which the replica itself appends to. Its size on disk is held below a cap
 * by giving the head's blocks back to the file system: no line is moved, so none can be lost or
 * doubled, and offsets stay what they were. The head then reads as zero bytes.
 */
final class LogFile {

    private static final int LONGEST_TAIL = 1 << 17;

    private final Path file;
    private final long capBytes;
    private long headEnd;

    LogFile(Path file, long capBytes) {
        this.file = file;
        this.capBytes = capBytes;
    }

    /** Holds the cap; true when something was dropped now. */
    boolean trim() {
        try {
            long size = Files.exists(file) ? Files.size(file) : 0;
            if (size - headEnd <= capBytes) {
                return false;
            }
            // Down to half of the cap, so that this happens once in half a cap's worth of lines.
            long drop = size - capBytes / 2;
            if (Hosts.current().giveBackHead(file, drop)) {
                headEnd = drop;
            } else {
                empty();
                headEnd = 0;
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the file system has no holes: the whole goes, and the replica appends at the start. */
    private void empty() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    /** Whether nothing more can be written to it. */
    boolean isDiskFull() {
        return DiskRoom.isFull(file);
    }

    /**
     * The last lines written since the offset, oldest first, colour codes and empty ones left out.
     */
    List<String> lastLines(long offset) {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(offset, log.length() - LONGEST_TAIL);
            var tail = new byte[(int) Math.max(0, log.length() - from)];
            log.seek(from);
            log.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8)
                    .replaceAll("\u001B\\[[0-9;]*[A-Za-z]", "")
                    .lines()
                    .map(line -> line.replaceAll("\\p{Cntrl}", " ").stripTrailing())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What the replica said of why it ended, as one short sentence. */
    Optional<String> lastWords(long offset) {
        return LastWords.in(lastLines(offset));
    }
}
