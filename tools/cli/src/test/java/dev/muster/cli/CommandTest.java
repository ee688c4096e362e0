package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.agent.Installation;
import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Flag;
import dev.muster.cli.line.Operand;
import dev.muster.cli.line.Setting;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Value;
import dev.muster.cli.line.Verb;
import dev.muster.cli.terminal.Console;
import dev.muster.cli.terminal.Screen;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the command says and how it ends, as far as no agent is needed. */
final class CommandTest {
    private static final Screen SCREEN = new Screen(false, false, Screen.USUAL_COLUMNS);
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

    @Test
    void fitsTheHelpOfEachVerbInto80Columns() {
        for (var verb : verbs()) {
            assertThat(run("help " + verb.usage().name())).isEqualTo(ExitCode.DONE);
            assertThat(printed().lines())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
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
        for (var verb : verbs()) {
            var usage = verb.usage();
            assertThat(run("help " + usage.name())).isEqualTo(ExitCode.DONE);
            var help = printed();
            assertThat(help)
                    .startsWith("muster " + usage.synopsis() + " - " + usage.summary())
                    .contains("\nexamples:\n  muster " + usage.name());
            usage.options().forEach(option -> assertThat(help).contains(option.summary()));
        }
    }

    @Test
    void hasADocumentedRowForEachVerb() throws IOException {
        var page = Files.readString(CLI_PAGE);

        for (var verb : verbs()) {
            var usage = verb.usage();
            assertThat(page).contains("| `" + usage.synopsis() + "` | " + usage.summary() + " |");
            usage.options().forEach(option -> assertThat(page).contains(option.name()));
        }
    }

    /** A new verb is one class and one line: all else comes from what it declares. */
    @Test
    void takesAVerbMoreThatDeclaresWhatCanBeTyped() {
        var verbs = new ArrayList<>(verbs());
        verbs.add(new Greet(console()));
        var command = new Command(console(), verbs);

        assertThat(command.run(List.of("greet", "Ada", "3", "--loud", "--sign=Bob")))
                .isEqualTo(ExitCode.DONE);
        assertThat(printed()).isEqualTo("HELLO ADA (3 times), Bob\n");
        assertThat(command.run(List.of("help", "greet"))).isEqualTo(ExitCode.DONE);
        assertThat(printed())
                .isEqualTo(
                        """
                        muster greet NAME [TIMES] - says hello

                          -l, --loud   in capitals
                          --sign WHOM  from whom

                        examples:
                          muster greet Ada
                        """);
        assertThat(command.run(List.of("help"))).isEqualTo(ExitCode.DONE);
        assertThat(printed()).contains("\n  greet NAME [TIMES] says hello\n");
        assertThat(command.run(List.of("gret"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.run(List.of("greet"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.run(List.of("greet", "Ada", "11"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.run(List.of("greet", "Ada", "--lod"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.run(List.of("greet", "Ada", "--sign", "")))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(complained())
                .isEqualTo(
                        """
                        There is no verb `gret`. Did you mean `greet`? All of them: muster help
                        muster greet: NAME is missing. Usage: muster greet NAME [TIMES] [-l] [--sign WHOM]
                        "11" is not a count up to 10.
                        muster greet: there is no option --lod. Did you mean --loud? Usage: muster greet NAME [TIMES] [-l] [--sign WHOM]
                        --sign is "", which is not a name.
                        """);
    }

    private record Greet(Console console) implements Verb {
        private static final Operand<String> NAME = Operand.required("NAME", Value.TEXT);
        private static final Operand<Integer> TIMES =
                Operand.optional("TIMES", Value.number("a count up to 10", 1, 10));
        private static final Flag LOUD = Flag.of("--loud", "-l", "in capitals");
        private static final Setting<String> SIGN =
                new Setting<>(
                        "--sign",
                        "WHOM",
                        "from whom",
                        new Value<>("a name", text -> Optional.of(text).filter(t -> !t.isEmpty())));

        @Override
        public Usage usage() {
            return Usage.of("greet", "says hello")
                    .operands(NAME, TIMES)
                    .options(LOUD, SIGN)
                    .examples("muster greet Ada");
        }

        @Override
        public ExitCode run(Arguments arguments) {
            var words = "Hello " + arguments.get(NAME);
            int times = arguments.find(TIMES).orElse(1);
            console.println(
                    (arguments.has(LOUD) ? words.toUpperCase(Locale.ROOT) : words)
                            + " ("
                            + times
                            + " times), "
                            + arguments.find(SIGN).orElse("nobody"));
            return ExitCode.DONE;
        }
    }

    private ExitCode run(String typed) {
        return new Command(console(), verbs()).run(List.of(typed.strip().split(" +")));
    }

    private List<Verb> verbs() {
        var installation =
                new Installation(
                        Path.of("java"),
                        folder,
                        Optional.empty(),
                        folder,
                        SCREEN,
                        Map.of("PATH", "/usr/bin:/bin"));
        return Verbs.all(console(), installation, folder);
    }

    private Console console() {
        return new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                SCREEN);
    }

    /** What was printed since the last call. */
    private String printed() {
        var text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void fleet(String services) throws IOException {
        Files.writeString(
                folder.resolve("muster.yaml"), "muster: 1\nname: one\n" + services + "\n");
    }
}
