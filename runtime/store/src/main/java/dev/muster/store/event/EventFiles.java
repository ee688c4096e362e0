package dev.muster.store.event;

import dev.muster.store.StoreException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of an {@link EventStore}: the current one, the one before it, and what each was before
 * its damaged lines were taken out.
 */
final class EventFiles {
    private final Path current;

    EventFiles(Path current) {
        this.current = current;
    }

    /**
     * What the files hold.
     *
     * @param events oldest first
     * @param damaged the names of the files that are kept aside, in this order
     */
    record Past(List<LoggedEvent> events, int damagedLines, List<String> damaged) {}

    Path current() {
        return current;
    }

    /** Sets the current file aside, in place of the one set aside before. */
    void rotate() throws IOException {
        Files.move(current, sibling(".1"), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads both files. One with damaged lines is kept aside and replaced by one without.
     *
     * @throws StoreException where a file cannot be read or replaced
     */
    Past load() {
        var events = new ArrayList<LoggedEvent>();
        var damaged = new ArrayList<String>();
        int damagedLines = 0;
        for (var file : List.of(sibling(".1"), current)) {
            int lines = load(file, events);
            if (lines > 0) {
                damagedLines += lines;
                damaged.add(damaged(file).getFileName().toString());
            }
        }
        return new Past(events, damagedLines, damaged);
    }

    private int load(Path file, List<LoggedEvent> events) {
        if (!Files.isRegularFile(file)) {
            return 0;
        }
        try {
            // Any byte is a character here, so no damage can stop the reading.
            var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            var sound = new StringBuilder(text.length());
            int damagedLines = 0;
            for (String line : text.split("\n")) {
                var event = EventLine.read(utf8(line));
                if (event.isPresent()) {
                    events.add(event.get());
                    sound.append(line).append('\n');
                } else if (!line.isEmpty()) {
                    damagedLines++;
                }
            }
            if (sound.length() != text.length()) {
                replace(file, sound.toString(), damagedLines);
            }
            return damagedLines;
        } catch (IOException e) {
            throw new StoreException("the event log " + file + " cannot be read: " + e, e);
        }
    }

    private void replace(Path file, String sound, int damagedLines) throws IOException {
        if (damagedLines > 0) {
            Files.copy(file, damaged(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path whole = sibling(".new");
        Files.writeString(whole, sound, StandardCharsets.ISO_8859_1);
        Files.move(
                whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String utf8(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static Path damaged(Path file) {
        return file.resolveSibling(file.getFileName() + ".damaged");
    }

    private Path sibling(String suffix) {
        return current.resolveSibling(current.getFileName() + suffix);
    }
}
