package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A fleet of ten thousand services is read in seconds, right or wrong. The deadline is far from
 * that: what grows with the square of the services passes it by far too.
 */
@Timeout(120)
final class LargeFleetTest {
    private static final int SERVICES = 10_000;

    @TempDir private Path folder;

    @Test
    void isReadWithAllItsNeedsAndRoutes() {
        var fleet =
                of(
                        i ->
                                "{ command: s, routes: [/s%d], needs: [%s], env: { A: b } }"
                                        .formatted(
                                                i, i + 1 < SERVICES ? "s" + (i + 1) + "-x" : ""));

        assertThat(fleet.load().services()).hasSize(SERVICES);
    }

    @Test
    void isReadWithOverridesOfEveryService() {
        var fleet = of(_ -> "{ command: s }");
        fleet.with(FleetFile.LOCAL_NAME, file(_ -> "{ replicas: 2 }"));

        assertThat(fleet.load().services().values()).allMatch(service -> service.replicas() == 2);
    }

    @Test
    void hasAServiceThatNeedsAllOthers() {
        var all =
                IntStream.range(1, SERVICES)
                        .mapToObj("s%d-x"::formatted)
                        .collect(Collectors.joining(", "));
        var fleet = of(i -> i == 0 ? "{ command: s, needs: [" + all + "] }" : "{ command: s }");

        assertThat(fleet.load().service("s0-x").orElseThrow().needs()).hasSize(SERVICES - 1);
    }

    @Test
    void namesOneCycleOfAllAndManyOfTwo() {
        assertThat(of(i -> needs((i + 1) % SERVICES)).lines())
                .singleElement()
                .asString()
                .contains("s0-x -> s1-x -> ")
                .contains(" -> ... -> ")
                .endsWith("-> s0-x, 10,000 services");

        assertThat(of(i -> needs(i ^ 1)).problems().more()).isEqualTo(SERVICES / 2 - 100);
    }

    @Test
    void namesTheFirstMistakesAndCountsTheRest() {
        var problems = of(i -> "{ command: s, needs: [s%d-y, zookeeper] }".formatted(i)).problems();

        assertThat(problems.problems()).hasSize(100);
        assertThat(problems.more()).isEqualTo(2 * SERVICES - 100);
        assertThat(problems.render()).hasSizeLessThan(100_000).endsWith("  and 19,900 more\n");
    }

    private static String needs(int service) {
        return "{ command: s, needs: [s" + service + "-x] }";
    }

    private FleetFolder of(IntFunction<String> service) {
        return FleetFolder.of(folder, file(service));
    }

    private static String file(IntFunction<String> service) {
        return IntStream.range(0, SERVICES)
                .mapToObj(i -> "  s" + i + "-x: " + service.apply(i) + "\n")
                .collect(Collectors.joining("", "muster: 1\nname: large\nservices:\n", ""));
    }
}
