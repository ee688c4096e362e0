package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

final class FleetProblemsTest {
    @TempDir private Path folder;

    @Test
    void tellsAllProblemsAtOnceInColumns() {
        FleetFolder.of(
                folder.resolve("broken"),
                """
                muster: 1
                services:
                  catalog:
                    replcas: 2
                    command: catalog
                  payments: { command: payments }
                  orders:
                    command: orders
                    needs:  [ paymnts ]
                    slo:
                      latency:
                        p99:     fast
                name: shop
                """);

        assertThat(new FleetFolder(folder.resolve("broken")).problems().render(folder))
                .isEqualTo(
                        """
                        broken/muster.yaml has 3 problems:
                          4:5    services.catalog.replcas   no such key. Did you mean `replicas`?
                          9:15   services.orders.needs      [paymnts] is not a service of this fleet. Did you mean `payments`?
                          12:18  services.orders.slo.latency.p99   "fast" is not a duration. Examples: 250ms, 2s
                        """);
    }

    @ParameterizedTest
    @MethodSource
    void namesWhatIsWrongWithAService(String keys, String problem) {
        assertThat(FleetFolder.ofService(folder, keys).lines()).contains(problem);
    }

    static Stream<Arguments> namesWhatIsWrongWithAService() throws Exception {
        return cases("/problems-of-a-service.txt");
    }

    @ParameterizedTest
    @MethodSource
    void namesWhatIsWrongWithAFleet(String line, String problem) {
        var fleet =
                FleetFolder.of(folder, line).with("catalog/pom.xml", "").with("empty/README", "");

        assertThat(fleet.lines()).contains(problem);
    }

    static Stream<Arguments> namesWhatIsWrongWithAFleet() throws Exception {
        return cases("/problems-of-a-fleet.txt");
    }

    @Test
    void saysWhichKeysAreMissing() {
        assertThat(FleetFolder.of(folder, "gateway: {}").lines())
                .containsExactly(
                        "1:1 muster: is missing. Example: muster: 1",
                        "1:1 name: is missing. Example: name: shop",
                        "1:1 services: is missing. Example: services: { catalog: { project:"
                                + " catalog } }");
    }

    @Test
    void namesTheWholeCycle() {
        var lines =
                FleetFolder.of(
                                folder,
                                """
                                muster: 1
                                name: shop
                                services:
                                  web: { command: web, needs: [a] }
                                  a: { command: a, needs: [db, b] }
                                  b: { command: b, needs: [c] }
                                  c: { command: c, needs: [a] }
                                  db: { command: db }
                                  x: { command: x, needs: [y] }
                                  y: { command: y, needs: [x] }
                                """)
                        .lines();

        assertThat(lines)
                .containsExactly(
                        "5:32 services.a.needs: a cycle, so none of these can start first:"
                                + " a -> b -> c -> a",
                        "9:28 services.x.needs: a cycle, so none of these can start first:"
                                + " x -> y -> x");
    }

    @Test
    void refusesARouteOfTwoServices() {
        var lines =
                FleetFolder.of(
                                folder,
                                """
                                muster: 1
                                name: shop
                                services:
                                  a: { command: a, routes: [/a, /b] }
                                  b: { command: b, routes: [/b] }
                                """)
                        .lines();

        assertThat(lines).containsExactly("5:29 services.b.routes: [/b] is a route of `a` already");
    }

    @Test
    void refusesTheVariableThatANeedIsReachedBy() {
        var lines =
                FleetFolder.of(
                                folder,
                                """
                                muster: 1
                                name: shop
                                services:
                                  a: { command: a, needs: [the-db], env: { THE_DB_URL: x } }
                                  the-db: { command: b, env: { THE_DB_URL: x } }
                                """)
                        .lines();

        assertThat(lines)
                .containsExactly(
                        "4:56 services.a.env.THE_DB_URL: is reserved: Muster sets it to the address"
                                + " of `the-db`, which is in `needs`");
    }

    @Test
    void checksTheNeedsOfAServiceThatCannotBeRun() {
        assertThat(FleetFolder.ofService(folder, "jar: x.jar\nneeds: [ordrs]").lines())
                .anyMatch(line -> line.contains("Expected: one of"))
                .anyMatch(line -> line.contains("[ordrs] is not a service of this fleet"));
    }

    @Test
    void refusesAKeyThatIsThereTwice() {
        assertThat(FleetFolder.ofService(folder, "replicas: 1\nreplicas: 2").lines())
                .containsExactly(
                        "7:5 services.orders.replicas: is there twice; the first is at 6:5");
    }

    @ParameterizedTest
    @MethodSource
    void tellsASyntaxErrorInOneSentence(String file, String problem) {
        assertThat(FleetFolder.of(folder, file).lines()).containsExactly(problem);
    }

    static Stream<Arguments> tellsASyntaxErrorInOneSentence() {
        return Stream.of(
                arguments(
                        "muster: 1\nservices:\n\ta: 1\n",
                        "3:1 : a tab stands here; YAML is indented with spaces"),
                arguments(
                        "muster: 1\nname: a: b\n",
                        "2:8 : a `: ` stands where no key can be; is the line above or its"
                                + " indentation wrong, or is a text to be quoted?"),
                arguments(
                        "muster: 1\nname\nservices: {}\n",
                        "3:1 : a key without a colon; write `key: value`"),
                arguments(
                        "services:\n  a: 1\n   b: 1\n",
                        "3:5 : a `: ` stands where no key can be; is the line above or its"
                                + " indentation wrong, or is a text to be quoted?"),
                arguments(
                        "services:\n    a: 1\n  b: 1\n",
                        "3:3 : this line is indented neither as the lines above nor as one below"
                                + " them"),
                arguments(
                        "muster: 1\n---\nmuster: 1\n",
                        "2:1 : a second document starts here; a fleet file is one"),
                arguments("name: \"x\n", "2:1 : this is not YAML: found unexpected end of stream"),
                arguments("a: *b\n", "1:4 : this is not YAML: found undefined alias b"));
    }

    @Test
    void doesNotReadAFileThatWouldCostTooMuch() throws Exception {
        assertThat(FleetFolder.of(folder, "[".repeat(100_000)).lines())
                .containsExactly("1:33 : is nested deeper than 32 levels");

        var laughs = new StringBuilder("a0: &a0 { x: 1 }\n");
        for (int i = 1; i < 60; i++) {
            laughs.append("a%1$d: &a%1$d { x: *a%2$d, y: *a%2$d }\n".formatted(i, i - 1));
        }
        assertThat(FleetFolder.of(folder, laughs.toString()).lines())
                .singleElement()
                .asString()
                .matches("\\d+:\\d+ : up to here this is more than 250,000 keys and values, .*");

        var merges = new StringBuilder("a0: &a0 { x: 1 }\n");
        for (int i = 1; i < 25; i++) {
            merges.append("a%1$d: &a%1$d { <<: [*a%2$d, *a%2$d] }\n".formatted(i, i - 1));
        }
        assertThat(FleetFolder.of(folder, merges.toString()).lines())
                .singleElement()
                .asString()
                .matches("\\d+:\\d+ : up to here this is more than 250,000 keys and values, .*");

        for (var endless : List.of("x", "# ", " ", "&", "!x")) {
            assertThat(FleetFolder.of(folder, "name: " + endless.repeat(5_000_000)).lines())
                    .singleElement()
                    .asString()
                    .matches("1:[678] : begins a run of more than 65,536 characters, .*");
        }
        assertThat(FleetFolder.of(folder, "name: " + "x ".repeat(5_000_000)).lines())
                .containsExactly(
                        "1:7 : is a text of 9,999,999 characters, which no program can be given");

        assertThat(FleetFolder.of(folder, "#\n".repeat(8_500_000)).lines())
                .containsExactly(" : is larger than 16 MB, which no fleet file needs");
    }

    @Test
    void refusesAliasesOfTheirOwnParents() {
        assertThat(FleetFolder.of(folder, "services: &s\n  a: *s\n").lines())
                .containsExactly("2:6 : is an alias of what it stands in, which has no end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    command: "a\\0b"              | 5:14 services.a.command: "a\\u0000b" holds \\u0000, which is not a character of a text
                    command: [a, "b\\e[2J"]       | 5:18 services.a.command: "b\\u001b[2J" holds \\u001b, which is not a character of a text
                    command: "a\\rb"              | 5:14 services.a.command: "a\\u000db" holds \\u000d, which is not a character of a text
                    command: "a \\x7f"            | 5:14 services.a.command: "a \\u007f" holds \\u007f, which is not a character of a text
                    command: "a \\ud800"          | 5:14 services.a.command: "a \\ud800" holds \\ud800, which is not a character of a text
                    env: { A: "\\a" }             | 5:15 services.a.env.A: "\\u0007" holds \\u0007, which is not a character of a text
                    env: { "A\\0": b }            | 5:12 services.a.env.A\\u0000: "A\\u0000" holds \\u0000, which is not a character of a text
                    command: !!binary aGVsbG8=   | 5:14 services.a.command: has the tag !!binary, and a fleet file has no tags. Write the value alone
                    command: !!java.net.URL [x]  | 5:14 services.a.command: has the tag !!java.net.URL, and a fleet file has no tags. Write the value alone
                    command: !custom x           | 5:14 services.a.command: has the tag !custom, and a fleet file has no tags. Write the value alone
                    command: !!int x             | 5:14 services.a.command: has the tag !!int, and a fleet file has no tags. Write the value alone
                    command: !!seq x             | 5:14 services.a.command: has the tag !!seq, and a fleet file has no tags. Write the value alone
                    env: !!set { A }             | 5:10 services.a.env: has the tag !!set, and a fleet file has no tags. Write the value alone
                    env: { ? !k A : b }          | 5:14 services.a.env.A: has the tag !k, and a fleet file has no tags. Write the value alone
                    """)
    void passesOverNoCharacterAndNoTag(String written, String problem) {
        var file = "muster: 1\nname: x\nservices:\n  a:\n    " + written + "\n";

        assertThat(FleetFolder.of(folder, file).lines()).contains(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\u001b", "\u0007", "\u007f", "\u0080", "\ufffe"})
    void showsWhereACharacterStandsThatNoYamlHas(String character) {
        assertThat(FleetFolder.of(folder, "muster: 1\r\nname: a" + character + "b\n").lines())
                .singleElement()
                .asString()
                .matches("2:8 : \\\\u[0-9a-f]{4}, which is not a character of a text, stands here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<<: x", "<<: [x]"})
    void passesOverNoMergeKeyThatMergesNothing(String merge) {
        var file =
                "{ muster: 1, name: x, services: { a: { command: a, env: { %s } } } }"
                        .formatted(merge);

        assertThat(FleetFolder.of(folder, file).problems()).isNotNull();
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThat(new FleetFolder(folder).problems().render(folder))
                .isEqualTo(
                        """
                        muster.yaml has 1 problem:
                          there is no such file
                        """);
    }

    @Test
    void refusesWhatIsNoUtf8AndWhatIsEmpty() throws Exception {
        Files.write(folder.resolve("muster.yaml"), "name: caf\u00e9".getBytes(ISO_8859_1));
        assertThat(new FleetFolder(folder).lines()).containsExactly(" : is not written in UTF-8");

        assertThat(FleetFolder.of(folder, "# nothing\n").lines())
                .containsExactly(" : is empty. Begin with: muster: 1");
        assertThat(FleetFolder.of(folder, "hello").lines())
                .singleElement()
                .asString()
                .startsWith("1:1 : \"hello\" is not a mapping. Expected: a fleet");
    }

    @Test
    void readsNoFileThatHasNoEnd() throws Exception {
        Files.createSymbolicLink(folder.resolve("muster.yaml"), Path.of("/dev/zero"));

        assertThat(new FleetFolder(folder).lines())
                .containsExactly(" : is larger than 16 MB, which no fleet file needs");
    }

    @Test
    void refusesADurationThatNoCounterHolds() {
        // 2^64 nanoseconds and two seconds.
        assertThat(FleetFolder.ofService(folder, "stop: { grace: 5124095.576586h }").lines())
                .singleElement()
                .asString()
                .endsWith("is not between 0s and 1h");
    }

    @Test
    void refusesAPathThatNoFileCanHave() {
        assertThat(
                        FleetFolder.of(
                                        folder,
                                        """
                                        muster: 1
                                        name: x
                                        services:
                                          a: { project: "\\u202ea" }
                                          b: { jar: "\\u202egnp.jar" }
                                        """)
                                .lines())
                .hasSize(2)
                .allMatch(line -> line.contains(" is not a f"));
    }

    @Test
    void tellsItsProblemsAsItsMessage() {
        var problems = FleetFolder.ofService(folder, "replcas: 2").problems();

        assertThat(problems).hasMessage(problems.render());
    }

    @Test
    void showsNothingThatMovesATerminalsCursor() {
        var page =
                FleetFolder.of(folder, "\"\\e[2J\": 1\nname: \"\\e[31m\\u202e\"")
                        .problems()
                        .render();

        assertThat(page).contains("\\u001b[2J").contains("\\u001b[31m\\u202e");
        assertThat(page.chars()).noneMatch(c -> c == 0x1b || c == 0x202e);
    }

    /** Pairs of lines: what is written, and below it the problem that has to be told. */
    private static Stream<Arguments> cases(String resource) throws IOException {
        try (var in = requireNonNull(FleetProblemsTest.class.getResourceAsStream(resource))) {
            var lines = new String(in.readAllBytes(), UTF_8).lines().toList();
            return IntStream.range(0, lines.size() / 2)
                    .mapToObj(i -> arguments(lines.get(2 * i), lines.get(2 * i + 1).strip()));
        }
    }
}
