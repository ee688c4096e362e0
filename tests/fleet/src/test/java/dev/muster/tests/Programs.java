package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The real programs that some tests need besides a JDK and Maven. */
final class Programs {
    private Programs() {}

    static boolean isHere(String name) {
        return find(name).isPresent();
    }

    static Optional<Path> find(String... names) {
        return Stream.of(names)
                .flatMap(
                        name ->
                                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Skips the calling test, naming the program, where it is not installed; fails it where the
     * machine is meant to have it (MUSTER_REQUIRE_REAL=1).
     */
    static Path need(String... names) {
        var found = find(names);
        if ("1".equals(System.getenv("MUSTER_REQUIRE_REAL"))) {
            assertThat(found).as("%s on the PATH", names[0]).isPresent();
        }
        assumeTrue(found.isPresent(), () -> names[0] + " is not on the PATH");
        return found.orElseThrow();
    }
}
