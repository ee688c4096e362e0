package dev.muster.agent;

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

    private String token() throws IOException {
        try (var state = StateFolder.hold(fleet)) {
            return state.token();
        }
    }
}
