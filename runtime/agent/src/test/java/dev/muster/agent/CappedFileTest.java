package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

final class CappedFileTest {
    @TempDir private Path folder;

    @Test
    void keepsTheNewestBytesInTwoFiles() throws IOException {
        var file = folder.resolve("logs/access.log");
        try (var capped = CappedFile.open(file, 20)) {
            for (int line = 10; line < 20; line++) {
                capped.write(bytes("line " + line + "\n"));
            }
        }

        assertThat(file).hasContent("line 18\nline 19");
        assertThat(folder.resolve("logs/access.log.1")).hasContent("line 16\nline 17");
    }

    @Test
    void goesOnAfterAFailure() throws IOException {
        var file = folder.resolve("access.log");
        var inTheWay = folder.resolve("access.log.1");
        try (var capped = CappedFile.open(file, 2)) {
            capped.write(bytes("one\n"));
            Files.createDirectories(inTheWay.resolve("full"));
            assertThatIOException().isThrownBy(() -> capped.write(bytes("two\n")));

            Files.delete(inTheWay.resolve("full"));
            Files.delete(inTheWay);
            capped.write(bytes("three\n"));
        }

        assertThat(file).hasContent("three");
        assertThat(inTheWay).hasContent("one");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
