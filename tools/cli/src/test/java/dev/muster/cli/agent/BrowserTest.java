package dev.muster.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.muster.control.AgentAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** How a dashboard is opened, with a real program in place of the browser. */
final class BrowserTest {
    private static final String URL = "http://localhost:7070/#token=s3cret-of-one-time";

    @TempDir private Path folder;

    @Test
    void keepsTheTokenOutOfEveryProcessesArguments() throws Exception {
        var opener = folder.resolve("opener");
        Files.writeString(
                opener,
                """
                #!/bin/sh
                cat /proc/[0-9]*/cmdline >"%1$s/cmdlines.new"
                cp "${1#file://}" "%1$s/page"
                mv "%1$s/cmdlines.new" "%1$s/cmdlines"
                """
                        .formatted(folder));
        Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(AgentAddress.stateFolder(folder));

        new Browser(List.of("no-such-opener", opener.toString())).open(folder, URL);
        while (!Files.exists(folder.resolve("cmdlines"))) {
            Thread.onSpinWait();
        }

        assertThat(Files.readString(folder.resolve("cmdlines"), ISO_8859_1))
                .contains(opener.toString())
                .doesNotContain("s3cret-of-one-time");
        assertThat(Files.readString(folder.resolve("page"))).contains("0; url=" + URL);
        assertThat(permissions(AgentAddress.stateFolder(folder).resolve("open.html")))
                .isEqualTo("rw-------");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
