package dev.muster.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.control.AgentAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

final class StateFolderTest {
    @TempDir private Path fleet;

    @Test
    void keepsATokenThatItsOwnerAloneCanRead() throws IOException {
        var token = token();

        assertThat(token).matches("[0-9a-f]{64}").isEqualTo(token());
        assertThat(Files.getPosixFilePermissions(AgentAddress.tokenFile(fleet)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void replacesATokenThatOthersMayHaveReadOrThatWasNeverWritten() throws IOException {
        var first = token();
        var file = AgentAddress.tokenFile(fleet);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        var second = token();
        Files.writeString(file, "");
        var third = token();

        assertThat(second).isNotEqualTo(first);
        assertThat(third).matches("[0-9a-f]{64}");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void closesToOthersWhatIsThereAlreadyWhoeverMadeIt() throws IOException {
        var folder = AgentAddress.stateFolder(fleet);
        Files.createDirectories(folder.resolve("aot"));
        for (var file : new String[] {"events.jsonl", "aot/cache.aot", "run.sh"}) {
            Files.writeString(folder.resolve(file), "");
            permit(folder.resolve(file), "rw-r--r--");
        }
        permit(folder.resolve("run.sh"), "rwxr-xr-x");
        permit(folder.resolve("aot"), "rwxrwxrwx");
        permit(folder, "rwxr-xr-x");
        var outside = Files.writeString(fleet.resolve("outside"), "");
        permit(outside, "rw-r--r--");
        Files.createSymbolicLink(folder.resolve("link"), outside);

        token();

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("aot"))).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("logs"))).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("aot/cache.aot"))).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("events.jsonl"))).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("run.sh"))).isEqualTo("rwx------");
        assertThat(permissions(outside)).isEqualTo("rw-r--r--");
    }

    @Test
    void keepsItselfOutOfVersionControl() throws IOException {
        var ignored = AgentAddress.stateFolder(fleet).resolve(".gitignore");

        token();
        assertThat(ignored).hasContent("*");

        Files.writeString(ignored, "mine");
        token();
        assertThat(ignored).hasContent("mine");
    }

    private static void permit(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private String token() throws IOException {
        try (var state = StateFolder.hold(fleet)) {
            return state.token();
        }
    }
}
