package dev.muster.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

final class MavenOutputTest {

    private static final Pom ORDERS = pom("orders");
    private static final Pom CATALOG = pom("catalog");

    @Test
    void tellsEachModuleThatMavenComesTo() {
        var step = new MavenOutput().line("[INFO] Building orders 0.1.0-SNAPSHOT       [3/12]");

        assertThat(step).hasValue(new MavenOutput.Step("orders", 3, 12, Optional.empty()));
    }

    @Test
    void tellsThatAModuleIsBuiltWhenMavenComesToTheNext() {
        var output = new MavenOutput();
        var _ = output.line("[INFO] Building orders 1       [1/3]");
        var _ = output.line("[WARNING] something is deprecated");
        var second = output.line("[INFO] Building payments 1       [2/3]");
        var _ = output.line("[ERROR] COMPILATION ERROR :");
        var third = output.line("[INFO] Building catalog 1       [3/3]");

        assertThat(second.orElseThrow().built()).hasValue("orders");
        assertThat(third.orElseThrow().built()).as("it failed").isEmpty();
    }

    @Test
    void givesTheCompilersLinesOfTheModulesAskedFor() {
        var output =
                read(
                        """
                        [ERROR] COMPILATION ERROR :
                        [ERROR] /shop/orders/src/main/java/Desk.java:[12,8] cannot find symbol
                          symbol:   variable bank
                          location: class Desk
                        [ERROR] /shop/orders/src/main/java/Desk.java:[20,1] ';' expected
                        [INFO] 2 errors
                        [ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.16.0:compile (default-compile) on project orders: Compilation failure: Compilation failure:
                        [ERROR] /shop/orders/src/main/java/Desk.java:[12,8] cannot find symbol
                        [ERROR]   symbol:   variable bank
                        [ERROR]   location: class Desk
                        [ERROR] /shop/orders/src/main/java/Desk.java:[20,1] ';' expected
                        [ERROR] -> [Help 1]
                        """);

        assertThat(output.isFailed(Set.of(ORDERS))).isTrue();
        assertThat(output.isFailed(Set.of(CATALOG))).isFalse();
        assertThat(output.problems(Set.of(ORDERS), Path.of("/shop")))
                .containsExactly(
                        "orders/src/main/java/Desk.java:12:8: cannot find symbol",
                        "    symbol:   variable bank",
                        "    location: class Desk",
                        "orders/src/main/java/Desk.java:20:1: ';' expected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    cannot find symbol                | symbol:   variable bank | cannot find symbol: variable bank
                    method f cannot be applied;       | reason: too long        | method f cannot be applied: too long
                    unclosed string literal           | location: class Desk    | unclosed string literal
                    """)
    void tellsInOneLineWhatTheCompilerAdds(String mistake, String detail, String line) {
        var lines = List.of("a:1:1: " + mistake, "    " + detail, "b:2:2: other", "    symbol: x");

        assertThat(new Builds.Result.Failed(lines, Path.of("log")).problem())
                .isEqualTo("a:1:1: " + line);
    }

    @Test
    void givesMavensWordsWhereNoCompilerSpoke() {
        var output =
                read(
                        "[ERROR] Failed to execute goal on project orders: Could not resolve"
                                + " dependencies for project shop:orders:jar:1 -> [Help 1]\n");

        assertThat(output.problems(Set.of(ORDERS), Path.of("/shop")))
                .containsExactly(
                        "orders: Could not resolve dependencies for project shop:orders:jar:1");
    }

    @Test
    void failsEveryModuleWhenMavenCouldNotEvenBegin() {
        var output =
                read(
                        """
                        [ERROR] Some problems were encountered while processing the POMs:
                        [FATAL] Non-parseable POM /shop/pom.xml
                        """);

        assertThat(output.isFailed(Set.of(ORDERS))).isTrue();
        assertThat(output.problems(Set.of(ORDERS), Path.of("/shop")))
                .containsExactly("Some problems were encountered while processing the POMs:");
    }

    private static MavenOutput read(String text) {
        var output = new MavenOutput();
        text.lines().forEach(output::line);
        output.ended(1);
        return output;
    }

    private static Pom pom(String artifact) {
        return new Pom(
                Path.of("/shop", artifact, "pom.xml"),
                artifact,
                true,
                Optional.empty(),
                List.of(),
                Set.of());
    }
}
