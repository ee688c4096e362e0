package dev.muster.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** A file is the old one or the new one, whatever happens on the way. */
final class DurableFileTest {
    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("routes.json");
    }

    @Test
    void replacesContentAndLeavesNothingBeside() throws IOException {
        write("a longer text than the next");
        write("short");

        assertThat(file).hasContent("short");
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void isItsOwnersAloneAlsoWhereItWasNot() throws IOException {
        Files.writeString(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

        write("new");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    /** A crash before the rename leaves a draft, maybe a part of one. */
    @Test
    void takesADraftThatACrashHasLeftForNothing() throws IOException {
        write("old");
        Files.writeString(folder.resolve("routes.json.tmp"), "half of what was to be th");

        assertThat(file).hasContent("old");
        write("new");
        assertThat(file).hasContent("new");
        assertThat(folder.resolve("routes.json.tmp")).doesNotExist();
    }

    @Test
    void keepsTheOldContentWhereTheNewCannotBeWritten() throws IOException {
        write("old");
        Files.createDirectory(folder.resolve("routes.json.tmp"));

        assertThatThrownBy(() -> write("new")).isInstanceOf(IOException.class);
        assertThat(file).hasContent("old");
    }

    @Test
    void keepsTheOldContentWhereTheDraftIsGone() throws IOException {
        write("old");

        assertThatThrownBy(() -> DurableFile.publish(folder.resolve("no-draft"), file))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("old");
    }

    @Test
    void isNeverReadInParts() throws Exception {
        DurableFile.write(file, filled('0'));
        var writing =
                CompletableFuture.runAsync(
                        () -> {
                            for (char each = 'a'; each <= 'z'; each++) {
                                try {
                                    DurableFile.write(file, filled(each));
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        });
        do {
            byte[] read = Files.readAllBytes(file);
            assertThat(Arrays.equals(read, filled((char) read[0]))).isTrue();
        } while (!writing.isDone());
        writing.join();
        assertThat(Files.readAllBytes(file)).isEqualTo(filled('z'));
    }

    @Test
    void putsEachDamagedFileAsideUnderANameOfItsOwn() throws IOException {
        for (var content : new String[] {"one", "two"}) {
            write(content);
            DurableFile.keepAside(file);
        }

        assertThat(file).doesNotExist();
        assertThat(folder.resolve("routes.json.damaged-1")).hasContent("one");
        assertThat(folder.resolve("routes.json.damaged-2")).hasContent("two");
    }

    private void write(String content) throws IOException {
        DurableFile.write(file, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static byte[] filled(char with) {
        var content = new byte[256 << 10];
        Arrays.fill(content, (byte) with);
        return content;
    }
}
