package dev.muster.state;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Damage of any kind costs the last change at the most, and is told. */
final class SealedFileTest {
    private static final Ports OLD = new Ports(Map.of("orders", 20_001), "déjà");
    private static final Ports NEW = new Ports(Map.of("orders", 20_002), null);

    @TempDir private Path folder;
    private Path path;
    private SealedFile<Ports> file;

    private record Ports(Map<String, Integer> ports, @Nullable String note) {}

    @BeforeEach
    void open() {
        path = folder.resolve("ports.json");
        file = new SealedFile<>(path, Ports.class);
    }

    @Test
    void isEmptyBeforeTheFirstSave() throws IOException {
        var loaded = file.load();

        assertThat(loaded.content()).isEmpty();
        assertThat(loaded.damage()).isEmpty();
    }

    @Test
    void holdsWhatWasSavedLast() throws IOException {
        file.save(OLD);
        file.save(NEW);

        assertThat(file.load().content()).contains(NEW);
        assertThat(file.load().damage()).isEmpty();
    }

    /** What an agent of any version has written is read by the next. */
    @Test
    void isWrittenInTheFormThatIsReadForever() throws IOException {
        file.save(new Ports(Map.of("a", 1), "x"));

        assertThat(Files.readString(path))
                .isEqualTo(
                        "{\"crc32c\":\"53efd569\",\"content\":{\"ports\":{\"a\":1},\"note\":\"x\"}}\n");
    }

    @Test
    void readsWhatAnotherVersionWrote() throws IOException {
        record Older(Map<String, Integer> ports) {}
        record Newer(Map<String, Integer> ports, String note, long writtenAt) {}

        new SealedFile<>(path, Older.class).save(new Older(Map.of("a", 1)));
        assertThat(file.load().content()).contains(new Ports(Map.of("a", 1), null));

        new SealedFile<>(path, Newer.class).save(new Newer(Map.of("b", 2), "n", 3));
        assertThat(file.load().content()).contains(new Ports(Map.of("b", 2), "n"));
    }

    @Test
    void takesARecordOfAnotherShapeForDamage() throws IOException {
        record Other(String ports) {}

        new SealedFile<>(path, Other.class).save(new Other("none"));

        assertThat(file.load().content()).isEmpty();
        assertThat(folder.resolve("ports.json.damaged-1")).exists();
    }

    @Test
    void goesBackToTheRecordBeforeWhereverTheFileWasCut() throws IOException {
        file.save(OLD);
        file.save(NEW);
        byte[] intact = Files.readAllBytes(path);
        byte[] previous = Files.readAllBytes(folder.resolve("ports.json.previous"));
        for (int length = 0; length < intact.length; length += 16) {
            byte[] cut = Arrays.copyOf(intact, length);
            costsTheLastChangeAlone(cut, previous, "length " + length);
            costsTheLastChangeAlone(
                    Arrays.copyOf(cut, intact.length), previous, "zeroes from " + length);
        }
    }

    @Test
    void tellsDamageOnceAndGoesOnWithWhatItFound() throws IOException {
        file.save(OLD);
        file.save(NEW);
        Files.writeString(path, "nonsense");

        assertThat(file.load().damage())
                .contains(
                        "ports.json is damaged and kept as ports.json.damaged-1; what it held"
                                + " before its last change counts");
        assertThat(file.load())
                .isEqualTo(
                        new SealedFile.Loaded<>(
                                java.util.Optional.of(OLD), java.util.Optional.empty()));
        assertThat(folder.resolve("ports.json.damaged-1")).hasContent("nonsense");
    }

    @Test
    void saysThatAFileIsMissing() throws IOException {
        file.save(OLD);
        file.save(NEW);
        Files.delete(path);

        var loaded = file.load();

        assertThat(loaded.content()).contains(OLD);
        assertThat(loaded.damage())
                .contains("ports.json is missing; what it held before its last change counts");
    }

    @Test
    void isEmptyWhereBothAreDamagedAndCanBeSavedAgain() throws IOException {
        file.save(OLD);
        file.save(NEW);
        Files.writeString(path, "");
        Files.writeString(folder.resolve("ports.json.previous"), "{}");

        var loaded = file.load();

        assertThat(loaded.content()).isEmpty();
        assertThat(loaded.damage())
                .contains("ports.json is damaged and kept as ports.json.damaged-1");
        file.save(NEW);
        assertThat(file.load().content()).contains(NEW);
    }

    /** A crash after the copy and before the new record leaves the same record twice. */
    @Test
    void losesNothingToACrashInTheMiddleOfASave() throws IOException {
        file.save(OLD);
        Files.copy(path, folder.resolve("ports.json.previous"));
        Files.write(folder.resolve("ports.json.tmp"), "{\"crc32c\":\"00".getBytes(UTF_8));

        assertThat(file.load().content()).contains(OLD);
        file.save(NEW);
        assertThat(file.load().content()).contains(NEW);
    }

    private void costsTheLastChangeAlone(byte[] damaged, byte[] previous, String what)
            throws IOException {
        Files.write(path, damaged);
        Files.write(folder.resolve("ports.json.previous"), previous);

        var loaded = file.load();

        assertThat(loaded.content()).as(what).contains(OLD);
        assertThat(loaded.damage()).as(what).isPresent();
        Files.delete(folder.resolve("ports.json.damaged-1"));
    }
}
