package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The public probes of strictness, run against a service behind the gateway. */
class ConformanceTest {
    private static final Path JUDGES = Path.of("../../tests/conformance");

    /**
     * The corpus has lost the bytes that these probes are about: they ask for {@code /caf??} and
     * {@code /??}, which are valid (RFC 3986, section 3.4: a query may hold question marks).
     */
    private static final Set<String> WAIVED = Set.of("MAL-NON-ASCII-URL", "MAL-URL-OVERLONG-UTF8");

    @Test
    void answersEveryScoredProbeAsAStrictServerDoes() throws Exception {
        assumeTrue(pythonExists(), "python3 runs the probes");
        try (var echo =
                        RawUpstream.replying(
                                "echo", (head, peer) -> peer.write(RawUpstream.ok(head)));
                var scene =
                        new Scene(config -> config.withEdge(config.edge().withMaxBodyBytes(-1)))
                                .serving(echo)) {
            var verdict = probe(scene.port());
            assertThat(verdict.lines().filter(line -> line.contains("FAIL")))
                    .allMatch(line -> WAIVED.stream().anyMatch(line::contains));
            assertThat(verdict).contains("'pass': " + (119 - WAIVED.size()));
        }
    }

    private static boolean pythonExists() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static String probe(int port) throws Exception {
        var output = Files.createTempFile("probes", ".txt");
        try {
            new ProcessBuilder(
                            "python3",
                            JUDGES.resolve("http1_probes.py").toString(),
                            JUDGES.resolve("http1_probes.json").toString(),
                            "127.0.0.1",
                            Integer.toString(port),
                            "--fails")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }
}
