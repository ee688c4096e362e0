package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is said of commands that cannot run: as they are written, and on this machine. */
final class CommandProblemsTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource
    void refusesWhatIsWrittenForAShell(String written, String problem) {
        assertThat(fleet(written).lines())
                .containsExactly(problem.replaceFirst(" ", " services.a.command: "));
    }

    static Stream<Arguments> refusesWhatIsWrittenForAShell() throws IOException {
        var resource = "/problems-of-a-command.txt";
        try (var in = requireNonNull(CommandProblemsTest.class.getResourceAsStream(resource))) {
            var lines = new String(in.readAllBytes(), UTF_8).lines().toList();
            return IntStream.range(0, lines.size() / 2)
                    .mapToObj(i -> arguments(lines.get(2 * i), lines.get(2 * i + 1).strip()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: sh -c 'exec app \"$PORT\" | x'",
                "command: sh -c \"exec app $PORT && y\"",
                "command: [sh, -c, \"exec app $PORT\"]",
                "command: [bash, -lc, \"A=b exec app $PORT\"]",
                "command: env A=b app",
                "command: env A=b sh -c \"app $A\"",
                "command: perl -e \"print $x\"",
                "command: envsubst '$PORT'",
                "command: awk \"{print $NF}\"",
                "command: app '$PORT' \\$PORT cost:5$ a~b x/~/y ~name ~1/x",
                "command: app 'a`b`' \"a\\`b\\`\"",
                "command: [mysql, -e, 'select * from `t`']",
                "command: [app, '~ 5']",
                "command: app --name=a=b 'a && b'",
            })
    void takesWhatAProgramReadsItself(String written) {
        assertThat(fleet(written).load().services()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${HOME}/x", "$HOME/x", "a:$PATH", "x${A:-b}", "~/x", "$PORT"})
    void refusesVariablesThatNothingExpands(String value) {
        assertThat(fleet("command: app\n    env: { A: \"" + value + "\" }").lines())
                .singleElement()
                .asString()
                .startsWith("6:15 services.a.env.A: \"" + value + "\" is written for a shell");
    }

    @ParameterizedTest
    @CsvSource({
        "$${HOME}/x, ${HOME}/x",
        "pa$$word, pa$$word",
        "$2a$10$abc, $2a$10$abc",
        "a$, a$",
        "^x$, ^x$",
        "$HOMER, $HOMER",
        "a~/b, a~/b"
    })
    void handsOnWhatOnlyLooksLikeAVariable(String value, String given) {
        var service = fleet("command: app\n    env: { A: \"" + value + "\" }").load();

        assertThat(service.service("a").orElseThrow().env()).containsEntry("A", given);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nosuch x              | there is no program `nosuch` on PATH. Looked in %s/bin
                    toool                 | there is no program `toool` on PATH. Did you mean `tool`?
                    app                   | there is no program `app` on PATH; the one in this folder is `./app`
                    exec ./app            | `exec` is a word of the shell, and none runs it. Write sh -c 'exec ...'
                    ./nosuch              | there is no file `./nosuch`. Build it before, or correct the path
                    ./bin                 | `./bin` is a folder, and no program
                    ./plain.sh            | `./plain.sh` may not be executed. Run: chmod +x ./plain.sh
                    plain                 | `./bin/plain` may not be executed. Run: chmod +x ./bin/plain
                    ./crlf                | the first line of `./crlf` ends in a carriage return, as in a file from Windows, so `/bin/sh\\r` is looked for. Run: sed -i 's/\\r$//' ./crlf
                    ./lost                | the first line of `./lost` names `/no/such/interpreter`, which is not there. Install it, or correct the line
                    ./lost-env            | the first line of `./lost-env` names `nosuch`, which is not there. Install it, or correct the line
                    java -Xmx1g -jar x.jar | there is no file `x.jar` for java to run
                    python3 nosuch.py     | there is no file `nosuch.py` for python3 to run
                    """)
    void saysWhatCannotRunHere(String command, String text) throws IOException {
        var fleet = fleet("command: " + command);
        for (var program : new String[] {"bin/tool", "bin/java", "bin/python3", "app"}) {
            executable(program, "");
        }
        Files.writeString(folder.resolve("plain.sh"), "#!/bin/sh\n");
        Files.writeString(folder.resolve("bin/plain"), "");
        executable("crlf", "#!/bin/sh\r\nexit\r\n");
        executable("lost", "#! /no/such/interpreter -x\n");
        executable("lost-env", "#!/usr/bin/env -S nosuch -x\n");

        assertThat(FleetFile.check(fleet.path(), path()).lacking())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.position()).isEqualTo("5:14");
                            assertThat(problem.key()).isEqualTo("services.a.command");
                            assertThat(problem.text()).isEqualTo(text.replace("%s", "" + folder));
                        });
    }

    @Test
    void findsNothingLackingWhereAllIsThere() throws IOException {
        executable("bin/tool", "#!/usr/bin/env sh\n");
        executable("app", "#!/bin/sh\n");
        executable("bin/sh", "");

        assertThat(lacking("tool x")).isEmpty();
        assertThat(lacking("./app")).isEmpty();
        assertThat(lacking("tool\n    env: { PATH: /nowhere }")).hasSize(1);
    }

    private List<FleetProblem> lacking(String command) {
        return FleetFile.check(fleet("command: " + command).path(), path()).lacking();
    }

    private Map<String, String> path() {
        return Map.of("PATH", folder.resolve("bin").toString());
    }

    private void executable(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private FleetFolder fleet(String keys) {
        return FleetFolder.of(folder, "muster: 1\nname: x\nservices:\n  a:\n    " + keys + "\n");
    }
}
