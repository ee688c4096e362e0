package dev.muster.supervisor;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

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

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_TAIL = 1 << 14;
    private static final int LONGEST_SENTENCE = 300;

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
            if (Posix.punchHead(file, drop)) {
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

    /** The last lines written since the offset, oldest first, colour codes and blanks left out. */
    List<String> lastLines(long offset) {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(offset, log.length() - LONGEST_TAIL);
            var tail = new byte[(int) Math.max(0, log.length() - from)];
            log.seek(from);
            log.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8)
                    .replaceAll("\u001B\\[[0-9;]*[A-Za-z]", "")
                    .lines()
                    .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The last thing the replica said since the offset, as one short sentence. */
    Optional<String> lastWords(long offset) {
        List<String> lines = lastLines(offset);
        return lines.isEmpty() ? Optional.empty() : Optional.of(shortened(spoken(lines)));
    }

    /** A stack trace says what happened in its first line, not in its last. */
    private static String spoken(List<String> lines) {
        int last = lines.size() - 1;
        while (last > 0 && lines.get(last).matches("(at |\\.\\.\\. \\d+ more).*")) {
            last--;
        }
        return message(lines.get(last));
    }

    private static String message(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        try {
            var entry = JSON.readTree(line);
            String message = entry.path("message").asString("");
            String error = entry.path("error.message").asString("");
            String both = error.isEmpty() ? message : message + ": " + error;
            return both.isEmpty() ? line : both;
        } catch (JacksonException notJson) {
            return line;
        }
    }

    private static String shortened(String sentence) {
        return sentence.length() <= LONGEST_SENTENCE
                ? sentence
                : sentence.substring(0, LONGEST_SENTENCE) + "...";
    }
}
