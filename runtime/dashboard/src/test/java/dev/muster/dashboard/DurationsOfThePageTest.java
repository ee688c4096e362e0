package dev.muster.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** That the page words durations as everything else does, by the cases of {@code fleet}. */
class DurationsOfThePageTest {
    private static final Path CASES =
            Path.of("../fleet/src/test/resources/dev/muster/fleet/durations.json");
    private static final Path FORMAT =
            Path.of("src/main/resources/dev/muster/dashboard/page/parts/format.js");

    @Test
    void areWordedAsEverywhereElse() throws IOException {
        assumeTrue(hasNode(), "node is not on the PATH");
        var node =
                new ProcessBuilder("node", "--input-type=module", "--eval", check())
                        .redirectErrorStream(true)
                        .start();
        assertThat(new String(node.getInputStream().readAllBytes(), UTF_8).strip())
                .isEqualTo("checked");
    }

    private static String check() {
        return """
        import { readFileSync } from "node:fs";
        import { coarse, millis } from "%s";
        const cases = JSON.parse(readFileSync("%s"));
        const check = (kind, wording) => {
          for (const [value, text] of Object.entries(cases[kind])) {
            const said = wording(Number(value)).replace(/\\u00a0/g, " ");
            if (said !== text) console.log(`${kind} ${value}: "${said}", not "${text}"`);
          }
        };
        check("coarse", coarse);
        check("latency", millis);
        console.log("checked");
        """
                .formatted(
                        FORMAT.toAbsolutePath().normalize().toUri(),
                        CASES.toAbsolutePath().normalize());
    }

    private static boolean hasNode() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
    }
}
