package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The public probes of strictness, run against a bare listener. */
class ConformanceTest {
    private static final Path JUDGES = Path.of("../../tests/conformance");

    /**
     * The corpus has lost the bytes that these probes are about: they ask for {@code /caf??} and
     * {@code /??}, which are valid (RFC 3986, section 3.4: a query may hold question marks). The
     * bytes themselves are refused: see {@code RequestHeadTest}.
     */
    private static final Set<String> WAIVED = Set.of("MAL-NON-ASCII-URL", "MAL-URL-OVERLONG-UTF8");

    @Test
    void answersEveryScoredProbeAsAStrictServerDoes() throws Exception {
        assumeTrue(pythonExists(), "python3 runs the probes");
        try (var loops = EventLoops.create(1);
                var listener =
                        HttpListener.bind(
                                loops,
                                ListenerConfig.loopback(0).withMaxBodyBytes(-1),
                                new Echo())) {
            var verdict =
                    run(
                            "python3",
                            JUDGES.resolve("http1_probes.py").toString(),
                            JUDGES.resolve("http1_probes.json").toString(),
                            "127.0.0.1",
                            Integer.toString(listener.port()),
                            "--fails");
            assertThat(verdict.lines().filter(line -> line.contains("FAIL")))
                    .allMatch(line -> WAIVED.stream().anyMatch(line::contains));
            assertThat(verdict).contains("'pass': " + (119 - WAIVED.size()));
        }
    }

    private static boolean pythonExists() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(String... command) throws Exception {
        var output = Files.createTempFile("probes", ".txt");
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            process.waitFor();
            return Files.readString(output, StandardCharsets.UTF_8);
        } finally {
            Files.delete(output);
        }
    }
}
