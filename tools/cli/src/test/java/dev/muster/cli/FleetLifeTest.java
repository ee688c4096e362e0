package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.cli.line.ExitCode;
import dev.muster.control.AgentAddress;
import dev.muster.control.RunningFleets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * How {@code up} and {@code down} begin, join and end a fleet, with a shell in the agent's place.
 */
final class FleetLifeTest {
    @TempDir private Path home;
    private final List<Process> processes = new ArrayList<>();
    private Path fleet;
    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        fleet = Files.createDirectory(home.resolve("shop")).toRealPath();
        Files.writeString(
                fleet.resolve("muster.yaml"),
                "muster: 1\nname: shop\nservices: { a: { command: \"true\" } }\n");
        Files.writeString(home.resolve("agent.classpath"), "the.jar");
        server = ControlServer.start();
    }

    @AfterEach
    void end() throws Exception {
        for (var each : processes) {
            each.destroyForcibly().waitFor();
        }
        server.close();
    }

    @Test
    void downStopsAndWaitsUntilTheAgentIsGone() throws Exception {
        var agent = agent();
        server.answer(
                "POST /api/v1/down",
                out -> {
                    AgentAddress.remove(fleet);
                    out.write(ControlServer.head(200, 13, "shop is down."));
                    out.flush();
                    agent.destroy();
                });
        var muster = Typed.in(fleet, home, Typed.PIPE, program("exit 0"));

        assertThat(muster.run("down")).isEqualTo(ExitCode.DONE);
        assertThat(agent.isAlive()).isFalse();
        assertThat(muster.printed()).isEqualTo("shop is down.\n");
        assertThat(server.asked())
                .extracting(ControlServer.Asked::line)
                .containsExactly("POST /api/v1/down");
        assertThat(muster.run("down")).isEqualTo(ExitCode.DONE);
        assertThat(muster.printed())
                .isEqualTo("The fleet in this folder is not up. Nothing to stop.\n");
    }

    @Test
    void downEndsWhatAKilledAgentLeft() throws Exception {
        var agent = agent();
        agent.destroyForcibly().waitFor();
        var muster =
                Typed.in(
                        fleet,
                        home,
                        Typed.PIPE,
                        program("echo \"$@\" >>'" + home + "/arguments'; echo 2 replicas ended."));

        assertThat(muster.run("down")).isEqualTo(ExitCode.DONE);
        assertThat(muster.run("down", "--force")).isEqualTo(ExitCode.DONE);
        assertThat(muster.printed()).isEqualTo("2 replicas ended.\n2 replicas ended.\n");
        assertThat(Files.readAllLines(home.resolve("arguments")))
                .satisfiesExactly(
                        first -> assertThat(first).endsWith(fleet + " --end-replicas"),
                        second -> assertThat(second).endsWith(fleet + " --end-replicas --force"));
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void downSaysWhatMayStillRun() throws Exception {
        agent().destroyForcibly().waitFor();
        var muster =
                Typed.in(fleet, home, Typed.PIPE, program("echo a-1 does not end. >&2; exit 1"));

        assertThat(muster.run("down")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained()).isEqualTo("a-1 does not end.\n");
    }

    @Test
    void downForcesWhereThatIsAsked() throws Exception {
        agentThatIsGoneBeforeItAnswers();
        var muster = Typed.in(home, home, Typed.PIPE, program("exit 0"));

        assertThat(muster.run("down", "--force", "shop")).isEqualTo(ExitCode.DONE);
        assertThat(server.last().line()).isEqualTo("POST /api/v1/down?force=true");
        assertThat(muster.printed())
                .as("an agent that is gone before it has answered")
                .isEqualTo("The agent is ending already.\n");
    }

    @Test
    void downLooksForWhatRunsWhereTheAgentWasGoneBeforeItAnswered() throws Exception {
        agentThatIsGoneBeforeItAnswers();
        var muster =
                Typed.in(fleet, home, Typed.PIPE, program("echo a-1 does not end. >&2; exit 1"));

        assertThat(muster.run("down")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained()).isEqualTo("a-1 does not end.\n");
    }

    /** Its folder does not lead to it any more, as after a move. */
    @ParameterizedTest
    @ValueSource(strings = {"shop", "elsewhere"})
    void downNamesAnAgentWhoseStateIsGone(String from) throws Exception {
        var agent = new ProcessBuilder("sleep", "600").start();
        processes.add(agent);
        new RunningFleets(home).add(fleet, ControlServer.identity(agent.pid()));
        Files.createDirectories(home.resolve("elsewhere"));
        var muster = Typed.in(home.resolve(from), home);

        assertThat(muster.run("down")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained())
                .startsWith("The agent of the fleet in " + fleet + " runs (pid " + agent.pid())
                .endsWith("or stop the fleet by: kill " + agent.pid() + "\n");
        agent.destroyForcibly().waitFor();
        assertThat(muster.run("down")).isEqualTo(ExitCode.DONE);
    }

    @Test
    void downDoesNotTakeAListThatCannotBeReadForAnEmptyOne() throws Exception {
        Files.createDirectories(home.resolve("muster"));
        Files.createFile(home.resolve("muster/fleets"));
        var muster = Typed.in(Files.createDirectory(home.resolve("elsewhere")), home);

        assertThat(muster.run("down")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained())
                .startsWith("The list of the fleets that are up cannot be read: ");
    }

    @Test
    void downNamesAnAgentThatIsHeldUp() throws Exception {
        var agent = agent();
        var released = new CountDownLatch(1);
        server.answer("POST /api/v1/down", _ -> released.await());
        server.answer("GET /api/v1", _ -> released.await());
        var muster = Typed.in(fleet, home);

        assertThat(muster.run("down", "--force")).isEqualTo(ExitCode.FAILED);
        released.countDown();
        assertThat(muster.complained())
                .startsWith("The agent (pid " + agent.pid() + ") runs and answers nobody.")
                .contains("kill -CONT " + agent.pid(), "kill -9 " + agent.pid());
        assertThat(agent.isAlive()).isTrue();
    }

    @Test
    void downSaysWhatTheAgentRefuses() throws Exception {
        agent();
        server.answer("POST /api/v1/down", 409, "Another `down` is under way.\n");
        var muster = Typed.in(fleet, home);

        assertThat(muster.run("down")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained()).isEqualTo("Another `down` is under way.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "true, DONE, The fleet was stopped.",
        "false, FAILED, The agent is gone. What it started may run on: ",
    })
    void followedLogsEndWithTheFleet(boolean inOrder, ExitCode exitCode, String sentence)
            throws Exception {
        var agent = agent();
        server.answer(
                "GET /api/v1/logs",
                out -> {
                    out.write(ControlServer.head(200, 100, "the last line\n"));
                    if (inOrder) {
                        AgentAddress.remove(fleet);
                    }
                    agent.destroyForcibly().waitFor();
                });
        var muster = Typed.in(fleet, home);

        assertThat(muster.run("logs", "-f")).isEqualTo(exitCode);
        assertThat(muster.printed()).isEqualTo("the last line\n");
        assertThat(muster.complained()).startsWith(sentence);
    }

    @Test
    void followedLogsSayThatTheyAreOfAnAgentThatHasASuccessor() throws Exception {
        var agent = agent();
        var next = new ProcessBuilder("sleep", "600").start();
        processes.add(next);
        server.answer(
                "GET /api/v1/logs",
                out -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\nthe last line\n".getBytes(UTF_8));
                    server.run(fleet, ControlServer.identity(next.pid()));
                    agent.destroyForcibly().waitFor();
                });
        var muster = Typed.in(fleet, home);

        assertThat(muster.run("logs", "-f")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained()).startsWith("The agent died and was started again");
    }

    @ParameterizedTest
    @CsvSource({"true, DONE", "false, NOT_READY"})
    void upJoinsAFleetThatIsUpAndSaysHowItIs(String ready, ExitCode exitCode) throws Exception {
        agent();
        server.answer("GET /api/v1/fleet", 200, "  muster.yaml differs in services.a.\n");
        server.answer(
                "GET /api/v1/up",
                out ->
                        out.write(
                                events(
                                        ":",
                                        "event: line\ndata:   start   a 0.4 s",
                                        "event: step\ndata: not for a pipe",
                                        "event: plain\ndata:   a is starting",
                                        "event: another\ndata: of a later version",
                                        "event: ready\ndata: " + ready)));
        var muster = Typed.in(fleet, home);

        assertThat(muster.run("up")).isEqualTo(exitCode);
        assertThat(muster.printed())
                .matches(
                        "shop is already up \\(since [0-9:]{8}\\)\\.\n"
                                + "  muster.yaml differs in services.a.\n"
                                + "  start   a 0.4 s\n"
                                + "  a is starting\n");
        assertThat(server.asked())
                .extracting(ControlServer.Asked::line)
                .as("a guest does not own")
                .containsExactly(
                        "GET /api/v1/fleet?screen=difference&columns=100", "GET /api/v1/up");
    }

    @Test
    void upSaysThatTheAgentEndedBeforeTheFleetWasReady() throws Exception {
        var agent = agent();
        server.answer("GET /api/v1/fleet", 200, "");
        server.answer(
                "GET /api/v1/up",
                out -> {
                    out.write(events("event: line\ndata: a"));
                    AgentAddress.remove(fleet);
                    agent.destroyForcibly();
                });
        var muster = Typed.in(fleet, home);

        assertThat(muster.run("up", "-d")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained()).isEqualTo("The agent ended before the fleet was ready.\n");
    }

    /** What `up -d` waits for is the fleet, whichever agent runs it. */
    @Test
    void upGoesOnWithTheAgentThatIsStartedInThePlaceOfOneThatDied() throws Exception {
        var first = agent();
        var second = ControlServer.start();
        var next = new ProcessBuilder("sleep", "600").start();
        processes.add(next);
        server.answer("GET /api/v1/fleet", 200, "");
        server.answer(
                "GET /api/v1/up",
                out -> {
                    out.write(events("event: line\ndata: a"));
                    second.run(fleet, ControlServer.identity(next.pid()));
                    first.destroyForcibly().waitFor();
                });
        second.answer("GET /api/v1/up", out -> out.write(events("event: ready\ndata: false")));
        var muster = Typed.in(fleet, home);
        try (second) {
            assertThat(muster.run("up", "-d")).isEqualTo(ExitCode.NOT_READY);
        }
        assertThat(muster.printed()).contains("\na\n  The agent died and was started again;");
    }

    @Test
    void upSaysWhatMayRunOnWhereTheAgentIsKilledBeforeTheFleetIsReady() throws Exception {
        var agent = agent();
        server.answer("GET /api/v1/fleet", 200, "");
        server.answer("GET /api/v1/up", out -> agent.destroyForcibly().waitFor());
        var muster = Typed.in(fleet, home);

        assertThat(muster.run("up", "-d")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained())
                .startsWith("The agent ended before the fleet was ready. What it started may run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "fleet"})
    void upFailsWhereTheAgentRefusesToTellOfTheFleet(String path) throws Exception {
        agent();
        server.answer("GET /api/v1/fleet", 200, "");
        server.answer("GET /api/v1/up", out -> out.write(events("event: ready\ndata: true")));
        server.answer("GET /api/v1/" + path, 500, "That failed.\n");
        var muster = Typed.in(fleet, home);

        assertThat(muster.run("up", "-d")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained()).isEqualTo("That failed.\n");
    }

    @Test
    void upStartsAnAgentAndLeavesIt() throws Exception {
        server.answer("GET /api/v1/up", out -> out.write(events("event: ready\ndata: true")));
        server.answer("GET /api/v1/fleet", 200, "the first screen\n");
        Files.createDirectories(AgentAddress.stateFolder(fleet));
        Files.writeString(AgentAddress.tokenFile(fleet), ControlServer.TOKEN);
        var java =
                program(
                        """
                        echo "$@" >"%1$s/arguments"
                        set -- $(sed 's/.*) //' /proc/$$/stat)
                        birth=${20}
                        set -- $(sed 's/.*) //' /proc/$PPID/stat)
                        cat >.muster/agent.new <<END
                        pid=$$
                        birth=$birth
                        keeper=$PPID
                        keeper-birth=${20}
                        since=2026-11-01T12:00:00Z
                        port=%2$d
                        END
                        mv .muster/agent.new .muster/agent
                        exec sleep 600
                        """
                                .formatted(home, server.port()));
        var muster = Typed.in(fleet, home, Typed.PIPE, java);

        assertThat(muster.run("up", "-d", "--gateway-port", "0", "--registry-port=8501"))
                .isEqualTo(ExitCode.DONE);
        var address = AgentAddress.read(fleet).orElseThrow();
        ProcessHandle.of(address.pid()).ifPresent(ProcessHandle::destroyForcibly);
        assertThat(muster.printed()).isEqualTo("the first screen\n");
        assertThat(Files.readString(home.resolve("arguments")))
                .contains(" -cp the.jar dev.muster.agent.Main " + fleet + " ")
                .contains(" --gateway-port=0 --registry-port=8501 ")
                .doesNotContain("--owned");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(AgentAddress.stateFolder(fleet))))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @CsvSource({
        "echo Port 8080 is taken by nginx. >&2; exit 1, Port 8080 is taken by nginx.",
        "exit 2, The agent ended with status 2 and said nothing.",
    })
    void upSaysWhyAnAgentDidNotStart(String program, String sentence) throws Exception {
        var muster = Typed.in(fleet, home, Typed.PIPE, program(program));

        assertThat(muster.run("up")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained()).endsWith(sentence + "\n");
        assertThat(muster.printed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "65536", "-1", "", "8080 "})
    void upStartsNothingWithAWrongPort(String port) {
        var muster = Typed.in(fleet, home);

        assertThat(muster.run("up", "--dashboard-port", port)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(muster.complained())
                .isEqualTo(
                        "--dashboard-port is \""
                                + port
                                + "\", which is not a port (1 to 65535, or 0 for any free"
                                + " one).\n");
        assertThat(AgentAddress.stateFolder(fleet)).doesNotExist();
    }

    @Test
    void upStartsNothingWhereTheFileIsWrong() throws Exception {
        Files.writeString(fleet.resolve("muster.yaml"), "muster: 1\nname: shop\nservces: {}\n");
        var muster = Typed.in(home, home);

        assertThat(muster.run("up", "shop")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(muster.complained())
                .startsWith("shop/muster.yaml has ")
                .endsWith("Nothing was started.\n");
        assertThat(AgentAddress.stateFolder(fleet)).doesNotExist();
    }

    /** A process that the fleet is run by, and that answers at the server's port. */
    private Process agent() throws IOException {
        var process = new ProcessBuilder("sleep", "600").start();
        processes.add(process);
        server.run(fleet, ControlServer.identity(process.pid()));
        return process;
    }

    private void agentThatIsGoneBeforeItAnswers() throws Exception {
        var agent = agent();
        server.answer(
                "POST /api/v1/down",
                out -> {
                    AgentAddress.remove(fleet);
                    agent.destroyForcibly();
                });
    }

    private Path program(String script) throws IOException {
        var file = Files.writeString(home.resolve("java"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private static byte[] events(String... events) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                        + String.join("\n\n", events)
                        + "\n\n")
                .getBytes(UTF_8);
    }
}
