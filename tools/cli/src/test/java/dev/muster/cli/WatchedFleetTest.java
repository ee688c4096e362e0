package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.cli.line.ExitCode;
import dev.muster.cli.terminal.Screen;
import dev.muster.control.AgentAddress;

import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** How a watched {@code up} ends, with a shell in the agent's place. */
@Timeout(300)
final class WatchedFleetTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Screen SCREEN = new Screen(true, false, Screen.USUAL_COLUMNS);

    @TempDir private Path home;
    private final CountDownLatch streamEnds = new CountDownLatch(1);
    private Path fleet;
    private ControlServer server;
    private LineDisciplineTerminal terminal;

    @BeforeEach
    void start() throws IOException {
        fleet = Files.createDirectory(home.resolve("shop")).toRealPath();
        Files.writeString(
                fleet.resolve("muster.yaml"),
                "muster: 1\nname: shop\nservices: { a: { command: \"true\" } }\n");
        Files.writeString(home.resolve("agent.classpath"), "the.jar");
        Files.createDirectories(AgentAddress.stateFolder(fleet));
        Files.writeString(AgentAddress.tokenFile(fleet), ControlServer.TOKEN);
        terminal = new LineDisciplineTerminal("test", "dumb", new ByteArrayOutputStream(), UTF_8);
        server = ControlServer.start();
        server.answer("GET /api/v1/fleet", 200, "the table\n");
        server.answer(
                "POST /api/v1/up",
                out -> {
                    out.write(
                            "HTTP/1.1 200 OK\r\n\r\nevent: ready\ndata: true\n\n".getBytes(UTF_8));
                    out.flush();
                    streamEnds.await();
                });
    }

    @AfterEach
    void end() throws Exception {
        streamEnds.countDown();
        killAgent();
        server.close();
        terminal.close();
    }

    @Test
    void quittingStopsTheFleet() throws Exception {
        server.answer(
                "POST /api/v1/down",
                out -> {
                    out.write(ControlServer.head(200, 13, "shop is down."));
                    endAgent(true);
                });
        var muster = typed("exit 1");

        assertThat(quit(muster)).isEqualTo(ExitCode.DONE);
        assertThat(muster.printed()).endsWith("Stopping. Ctrl+C again forces.\nshop is down.\n");
    }

    @Test
    void quittingFailsOverReplicasThatRunOn() throws Exception {
        server.answer(
                "POST /api/v1/down",
                out -> {
                    out.write(ControlServer.head(500, 16, "a-1 does not end"));
                    endAgent(false);
                });
        var muster = typed("exit 0");

        assertThat(quit(muster)).isEqualTo(ExitCode.FAILED);
        assertThat(muster.printed()).endsWith("a-1 does not end\n");
    }

    /** Nobody has said then that nothing runs on. */
    @ParameterizedTest
    @CsvSource({
        "exit 0, DONE, The agent is ending already.",
        "echo 2 replicas ended., DONE, 2 replicas ended.",
        "echo a-1 does not end. >&2; exit 1, FAILED, a-1 does not end.",
    })
    void quittingLooksForWhatRunsWhereTheAgentIsEndingAlready(
            String endReplicas, ExitCode exitCode, String last) throws Exception {
        server.answer("POST /api/v1/down", out -> endAgent(true));
        var muster = typed(endReplicas);

        assertThat(quit(muster)).isEqualTo(exitCode);
        assertThat(muster.printed())
                .contains("The agent is ending already.\n")
                .endsWith(last + "\n");
    }

    @Test
    void sayWhatMayRunOnWhereTheAgentIsKilled() throws Exception {
        var muster = typed("exit 0");
        var ended = up(muster);
        endAgent(false);

        assertThat(ended.get()).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained())
                .startsWith("The agent was killed. What it started may run on:");
    }

    @Test
    void endsWithItsFleetWhereAnotherCommandStopsIt() throws Exception {
        var muster = typed("exit 1");
        var ended = up(muster);
        endAgent(true);

        assertThat(ended.get()).isEqualTo(ExitCode.DONE);
        assertThat(muster.printed()).endsWith("The fleet was stopped.\n");
        assertThat(muster.complained()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"exit 0, INTERRUPTED", "echo a-1 does not end. >&2; exit 1, FAILED"})
    void isEndedByCtrlC(String endReplicas, ExitCode exitCode) throws Exception {
        server.answer("POST /api/v1/down", out -> endAgent(true));
        var muster = typed(endReplicas);
        var ended = up(muster);
        terminal.raise(Terminal.Signal.INT);

        assertThat(ended.get()).isEqualTo(exitCode);
    }

    @ParameterizedTest
    @CsvSource({"true, DONE, ''", "false, FAILED, The agent is gone. What it started may run on:"})
    void aGuestIsToldWhereTheAgentLeavesSomethingBehind(
            boolean inOrder, ExitCode exitCode, String sentence) throws Exception {
        var agent = new ProcessBuilder("sleep", "600").start();
        server.run(fleet, ControlServer.identity(agent.pid()));
        var muster = typed("exit 1");
        var ended = up(muster);
        if (inOrder) {
            AgentAddress.remove(fleet);
        }
        agent.destroyForcibly().waitFor();
        server.close();

        assertThat(ended.get()).isEqualTo(exitCode);
        assertThat(muster.complained().replaceAll("\\s+", " ")).startsWith(sentence);
    }

    /** A command at the terminal whose agent is a shell, and so is what ends replicas. */
    private Typed typed(String endReplicas) throws IOException {
        var agent =
                """
                #!/bin/sh
                case "$*" in
                *--end-replicas*) %s; exit ;;
                esac
                set -- $(sed 's/.*) //' /proc/$$/stat)
                birth=${20}
                set -- $(sed 's/.*) //' /proc/$PPID/stat)
                cat >.muster/agent.new <<END
                pid=$$
                birth=$birth
                keeper=$PPID
                keeper-birth=${20}
                since=2026-11-01T12:00:00Z
                port=%d
                END
                mv .muster/agent.new .muster/agent
                exec sleep 600
                """
                        .formatted(endReplicas, server.port());
        var java = Files.writeString(home.resolve("java"), agent);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        return Typed.in(fleet, home, SCREEN, java).at(terminal);
    }

    /** Has {@code up} typed, and waits until its screen is drawn. */
    private static CompletableFuture<ExitCode> up(Typed muster) {
        var ended = CompletableFuture.supplyAsync(() -> muster.run("up"));
        await().atMost(PATIENCE).until(() -> muster.shows("the table", "keys   o open"));
        return ended;
    }

    private ExitCode quit(Typed muster) throws Exception {
        var ended = up(muster);
        terminal.processInputByte('q');
        return ended.get();
    }

    /**
     * @param inOrder whether it takes its address away
     */
    private void endAgent(boolean inOrder) throws Exception {
        var agent = AgentAddress.read(fleet).orElseThrow();
        if (inOrder) {
            AgentAddress.remove(fleet);
        }
        ProcessHandle.of(agent.pid()).ifPresent(ProcessHandle::destroyForcibly);
        streamEnds.countDown();
    }

    private void killAgent() throws IOException {
        AgentAddress.read(fleet)
                .flatMap(agent -> ProcessHandle.of(agent.pid()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }
}
