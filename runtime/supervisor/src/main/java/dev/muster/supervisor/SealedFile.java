package dev.muster.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file that holds one record under a checksum, with the record before it beside it in {@code
 * NAME.previous}. Damage of any kind costs the last change at the most: the damaged file is kept
 * aside as {@code NAME.damaged-1} for whoever wants to look into it, and the previous record counts
 * again. Not thread-safe; blocks on the disk.
 */
final class SealedFile<T> {

    private final Path file;
    private final Path previous;
    private final Class<T> type;

    SealedFile(Path file, Class<T> type) {
        this.file = file;
        this.previous = file.resolveSibling(file.getFileName() + ".previous");
        this.type = type;
    }

    /**
     * @param content the last valid record, where there is one
     * @param damage what was wrong with the file, and where it is kept
     */
    record Loaded<T>(Optional<T> content, Optional<String> damage) {}

    /** What was saved last; empty when nothing ever was. */
    Loaded<T> load() throws IOException {
        if (!Files.exists(file)) {
            return new Loaded<>(Optional.empty(), Optional.empty());
        }
        Optional<T> content = read(file);
        if (content.isPresent()) {
            return new Loaded<>(content, Optional.empty());
        }
        Path aside = DurableFile.keepAside(file);
        Optional<T> before = Files.exists(previous) ? read(previous) : Optional.empty();
        String damage =
                file.getFileName()
                        + " is damaged and kept as "
                        + aside.getFileName()
                        + (before.isPresent()
                                ? "; what it held before its last change counts"
                                : "");
        return new Loaded<>(before, Optional.of(damage));
    }

    void save(T content) throws IOException {
        if (Files.exists(file)) {
            Files.copy(file, previous, StandardCopyOption.REPLACE_EXISTING);
        }
        DurableFile.write(file, SealedJson.write(content));
    }

    Path path() {
        return file;
    }

    private Optional<T> read(Path from) throws IOException {
        return SealedJson.read(Files.readAllBytes(from), type);
    }
}
