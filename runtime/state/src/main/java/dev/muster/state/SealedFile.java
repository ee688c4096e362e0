package dev.muster.state;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file that holds one record under a checksum, with the record before it beside it in {@code
 * NAME.previous}. Damage of any kind costs the last change at the most: the damaged file is kept
 * aside as {@code NAME.damaged-1} for whoever wants to look into it, and the previous record counts
 * again. Not thread-safe; blocks on the disk.
 */
public final class SealedFile<T> {

    private static final Logger LOG = LoggerFactory.getLogger(SealedFile.class);

    private final Path file;
    private final Path previous;
    private final Class<T> type;

    public SealedFile(Path file, Class<T> type) {
        this.file = file;
        this.previous = file.resolveSibling(file.getFileName() + ".previous");
        this.type = type;
    }

    /**
     * @param content the last valid record, where there is one
     * @param damage what was wrong with the file, and where it is kept
     */
    public record Loaded<T>(Optional<T> content, Optional<String> damage) {}

    /** What was saved last; empty when nothing ever was. */
    public Loaded<T> load() throws IOException {
        Optional<T> content = read(file);
        if (content.isPresent()) {
            return new Loaded<>(content, Optional.empty());
        }
        Optional<String> damage = Optional.empty();
        if (Files.exists(file)) {
            Path aside = DurableFile.keepAside(file);
            damage =
                    Optional.of(
                            file.getFileName() + " is damaged and kept as " + aside.getFileName());
        }
        Optional<T> before = read(previous);
        if (before.isPresent()) {
            restore(before.get());
            damage =
                    Optional.of(
                            damage.orElse(file.getFileName() + " is missing")
                                    + "; what it held before its last change counts");
        }
        return new Loaded<>(before, damage);
    }

    /** Or the next start, without any save in between, would find neither file nor damage. */
    private void restore(T content) {
        try {
            DurableFile.write(file, SealedJson.write(content));
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", file, e.toString());
        }
    }

    public void save(T content) throws IOException {
        if (Files.exists(file)) {
            Files.copy(file, previous, StandardCopyOption.REPLACE_EXISTING);
        }
        DurableFile.write(file, SealedJson.write(content));
    }

    public Path path() {
        return file;
    }

    private Optional<T> read(Path from) throws IOException {
        try {
            return SealedJson.read(Files.readAllBytes(from), type);
        } catch (NoSuchFileException neverSaved) {
            return Optional.empty();
        }
    }
}
