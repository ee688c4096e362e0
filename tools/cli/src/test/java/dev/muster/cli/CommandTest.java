package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the command says and how it ends, as far as no agent is needed. */
final class CommandTest {
    private static final Path CLI_PAGE = Path.of("../../docs/cli.md");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    lgos                | There is no verb `lgos`. Did you mean `logs`? All of them: muster help
                    --fleet x ps        | An option stands behind its verb, as in: muster ps --fleet FOLDER.
                    fly                 | There is no verb `fly`. All of them: muster help
                    ps --jsn            | muster ps: there is no option --jsn. Did you mean --json? Usage: muster ps [--json] [--fleet FOLDER]
                    ps --json=1         | muster ps: --json takes no value. Usage: muster ps [--json] [--fleet FOLDER]
                    logs --since        | muster logs: --since needs a value. Usage:
                    scale orders        | muster scale: N is missing. Usage: muster scale SVC N
                    scale orders 2 3    | muster scale: "3" is too much. Usage: muster scale SVC N
                    scale orders 101    | "101" is not a number of replicas, 0 to 100.
                    scale orders -1     | "-1" is not a number of replicas, 0 to 100.
                    check nowhere       | There is no folder nowhere.
                    up                  | There is no muster.yaml here or in a folder above.
                    """)
    void answersWrongInputWithASentenceAndDoesNothing(String typed, String sentence) {
        assertThat(run(typed)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(sentence);
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up", "down", "ps", "logs", "explain", "events", "scale", "restart", "open", "check"
            })
    void fitsTheHelpOfAVerbInto80Columns(String verb) {
        assertThat(run("help " + verb)).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void saysThatAFleetIsNotUpAndHowToStartIt() throws IOException {
        fleet("services: { a: { command: \"true\" } }");

        assertThat(run("ps")).isEqualTo(ExitCode.NOT_UP);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("The fleet in this folder is not up. Start it: muster up\n");
    }

    @Test
    void findsNothingToStopWhereNothingRuns() throws IOException {
        fleet("services: { a: { command: \"true\" } }");

        assertThat(run("down")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("The fleet in this folder is not up. Nothing to stop.\n");
    }

    @Test
    void findsNothingToStopWhereNoFleetIs() {
        assertThat(run("down")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("No fleet is up. Nothing to stop.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "version"})
    void saysWhichVersionItIs(String typed) {
        assertThat(run(typed)).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("muster .+, on Java \\d+\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void helpsWithExamples(String typed) {
        assertThat(run(typed)).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("examples:", "muster explain ");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.length() < 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scale -h", "scale orders --help", "help scale", "--help scale"})
    void helpsWithAVerbHoweverItIsAsked(String typed) {
        assertThat(run(typed)).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("muster scale SVC N - ")
                .contains("examples:\n  muster scale orders 3");
    }

    @Test
    void checksAFleetFileForPeopleAndForScripts() throws IOException {
        fleet("services: { a: { command: \"true\", replcas: 2 } }");

        assertThat(run("check")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("muster.yaml has 1 problem:")
                .contains("Did you mean `replicas`?");
        assertThat(run("check --json")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"problems\":[{")
                .contains("\"line\":3");
    }

    @Test
    void saysWhatIsRightAndCannotRunHere() throws IOException {
        fleet("services: { a: { command: nosuchprogram } }");

        assertThat(run("check")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        muster.yaml names what cannot run here:
                          3:27  services.a.command   there is no program `nosuchprogram` on PATH. Looked in /usr/bin:/bin
                        """);
        assertThat(run("check --json")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"problems\":[],\"more\":0,\"lacking\":[{");
    }

    @Test
    void countsWhatIsRight() throws IOException {
        fleet("services: { a: { command: \"true\" } }");

        assertThat(run("check")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("muster.yaml is right: fleet one, 1 service, 1 replica.\n");
    }

    @Test
    void helpsWithEachVerb() {
        for (var verb : command().verbs()) {
            out.reset();
            assertThat(run("help " + verb.name())).isEqualTo(ExitCode.DONE);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .startsWith("muster " + verb.name())
                    .contains(verb.summary());
        }
    }

    @Test
    void hasADocumentedRowForEachVerb() throws IOException {
        var page = Files.readString(CLI_PAGE);

        for (var verb : command().verbs()) {
            var usage = (verb.name() + " " + verb.operands()).strip();
            assertThat(page).contains("| `" + usage + "` | " + verb.summary() + " |");
            verb.options().forEach(option -> assertThat(page).contains(option.name()));
        }
    }

    private ExitCode run(String typed) {
        return command().run(List.of(typed.strip().split(" +")));
    }

    private Command command() {
        var installation =
                new Installation(
                        Path.of("java"),
                        folder,
                        Optional.empty(),
                        folder,
                        false,
                        false,
                        100,
                        Map.of("PATH", "/usr/bin:/bin"));
        return Command.of(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                installation,
                folder);
    }

    private void fleet(String services) throws IOException {
        Files.writeString(
                folder.resolve("muster.yaml"), "muster: 1\nname: one\n" + services + "\n");
    }
}
