package dev.muster.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

final class OwnerOnlyTest {
    @TempDir private Path directory;

    @Test
    void makesFoldersAndFilesThatAreMissing() throws IOException {
        var folder = directory.resolve("a/b");

        OwnerOnly.folder(folder);
        OwnerOnly.file(folder.resolve("log"));
        OwnerOnly.write(folder.resolve("token"), "secret");

        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("log"))).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("token"))).isEqualTo("rw-------");
        assertThat(folder.resolve("token")).hasContent("secret");
        assertThat(OwnerOnly.isFile(folder.resolve("token"))).isTrue();
    }

    @Test
    void closesWhatIsThereAndKeepsWhatItHolds() throws IOException {
        var file = open(Files.writeString(directory.resolve("log"), "lines"), "rw-r--r--");
        var folder = open(Files.createDirectory(directory.resolve("logs")), "rwxr-xr-x");
        assertThat(OwnerOnly.isFile(file)).isFalse();

        OwnerOnly.file(file);
        OwnerOnly.folder(folder);

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(file).hasContent("lines");
    }

    @Test
    void closesAllOfAFolderAndLeavesProgramsPrograms() throws IOException {
        open(Files.createFile(directory.resolve("run.sh")), "rwxr-xr-x");
        open(Files.createFile(directory.resolve("events.jsonl")), "rw-rw-rw-");
        Files.createSymbolicLink(directory.resolve("elsewhere"), Path.of("/no/such/file"));

        assertThat(OwnerOnly.closeAll(directory)).isEmpty();

        assertThat(mode(directory.resolve("run.sh"))).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("events.jsonl"))).isEqualTo("rw-------");
    }

    @Test
    void isWhatADurableFileIs() throws IOException {
        var file = directory.resolve("replicas.json");

        DurableFile.write(file, new byte[] {1});

        assertThat(OwnerOnly.isFile(file)).isTrue();
    }

    private static Path open(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
