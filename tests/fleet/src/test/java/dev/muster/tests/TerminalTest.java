package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** What a person at a terminal sees of {@code up}, and what the keys do. */
@ExtendWith(WithShop.class)
class TerminalTest {
    private static final String KEYS = "keys   o open   l logs   r restart   s scale   q stop";

    @TempDir private Path scratch;

    private final Fleet fleet;

    TerminalTest(Shop shop) throws Exception {
        Programs.need("python3");
        var folder = Files.createDirectories(shop.muster().home().resolveSibling("tiny"));
        Files.writeString(
                folder.resolve("muster.yaml"),
                """
                muster: 1
                name: tiny
                services:
                  files:
                    command: sh -c 'exec python3 -m http.server --bind 127.0.0.1 "$PORT"'
                    routes: [/]
                """);
        fleet = new Fleet(shop.muster(), folder);
    }

    /** Each terminal is closed by now, and the fleet's end is on its way. */
    @AfterEach
    void hasEnded() {
        await("the agent has ended").atMost(Fleet.PATIENCE).until(() -> !fleet.isUp());
        fleet.assertNothingRuns();
    }

    @Test
    void drawsTheTableOverItselfInATerminalOfAnySize() throws Exception {
        try (var terminal = up(Map.of())) {
            terminal.awaitShown("tiny is ready: 1 service, 1 replica", "dashboard   http", KEYS);
            for (var size : new int[][] {{60, 14}, {140, 40}, {80, 20}}) {
                terminal.resize(size[0], size[1]);
                await("one whole screen of " + size[0] + " columns")
                        .atMost(Fleet.PATIENCE)
                        .untilAsserted(
                                () ->
                                        assertThat(terminal.shown())
                                                .containsOnlyOnce("SERVICE")
                                                .containsOnlyOnce("tiny is ready")
                                                .containsOnlyOnce("keys   o open"));
            }
            terminal.press("q");
            assertThat(terminal.awaitEnd()).as(terminal.shown()).isZero();
            assertThat(terminal.shown()).contains("tiny is down: 1 service, 1 replica stopped");
        }
    }

    @Test
    void scalesAndRestartsByKeys() throws Exception {
        try (var terminal = up(Map.of())) {
            terminal.awaitShown(KEYS);
            terminal.press("s");
            terminal.awaitShown("1 files", "scale which service to how many?");
            terminal.press("files x", "BSpace", "2", "Enter");
            terminal.awaitShown("files is scaled from 1 to 2.", KEYS);
            await("two replicas")
                    .atMost(Fleet.PATIENCE)
                    .until(() -> fleet.service("files").replicas().size() == 2);
            fleet.awaitReady();
            var before = fleet.pids("files");

            terminal.press("r");
            terminal.awaitShown("restart which service?");
            terminal.press("files", "Enter");
            terminal.awaitShown("files: 2 replicas restarted, ", KEYS);
            assertThat(fleet.pids("files")).doesNotContainAnyElementsOf(before);

            terminal.press("r");
            terminal.press("fils", "Enter");
            terminal.awaitShown("\"fils\" is none of these");
            terminal.press("Escape");
            terminal.awaitShown(KEYS);
            terminal.press("s");
            terminal.press("f", "Tab", "Enter");
            terminal.awaitShown("\"\" is not a number of replicas, 0 to 100.");
            terminal.press("Escape");
            terminal.awaitShown(KEYS);
        }
    }

    @Test
    void followsTheLogsUntilAKeyIsPressed() throws Exception {
        try (var terminal = up(Map.of())) {
            terminal.awaitShown(KEYS);
            terminal.press("l");
            terminal.awaitShown("Logs of every service; any key goes back.");
            fleet.fetch("/sought-file");
            terminal.awaitShown("GET /sought-file HTTP/1.1");
            terminal.press("Space");
            terminal.awaitShown(KEYS);
        }
    }

    @Test
    void opensTheDashboardAndExplainsItsKeys() throws Exception {
        var opened = scratch.resolve("opened");
        var opener = Files.createDirectory(scratch.resolve("bin")).resolve("xdg-open");
        Files.writeString(opener, "#!/bin/sh\ncp \"${1#file://}\" '" + opened + "'\n");
        Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwxr-xr-x"));
        var path = opener.getParent() + File.pathSeparator + System.getenv("PATH");
        try (var terminal = up(Map.of("PATH", path))) {
            terminal.awaitShown(KEYS);
            terminal.press("?");
            terminal.awaitShown("stop the fleet, as Ctrl+C does", "follow the logs", "? less");
            terminal.press("?", "Up", "x", "o");
            await("the browser is told where")
                    .atMost(Fleet.PATIENCE)
                    .until(
                            () ->
                                    Files.exists(opened)
                                            && Files.readString(opened).contains("#token="));
            assertThat(Files.readString(opened))
                    .contains("url=http://localhost:" + fleet.ports().dashboard() + "/#token=");
            terminal.awaitShown(KEYS, "? more");
        }
    }

    @Test
    void ownsTheAgentThatIsStartedInThePlaceOfOneThatDied() throws Exception {
        try (var terminal = up(Map.of())) {
            terminal.awaitShown(KEYS);
            var before = fleet.pids("files");
            long agent = fleet.agentPid();
            new ProcessBuilder("kill", "-ABRT", Long.toString(agent)).start().waitFor();
            terminal.awaitShown("The agent died and was started again", "tiny is ready", KEYS);
            assertThat(fleet.pids("files")).isEqualTo(before);
            assertThat(fleet.agentPid()).isNotEqualTo(agent);

            terminal.press("q");
            assertThat(terminal.awaitEnd()).as(terminal.shown()).isZero();
            assertThat(terminal.shown()).contains("tiny is down: 1 service, 1 replica stopped");
        }
    }

    /** That nobody could look is no proof that nothing runs. */
    @Test
    void failsWhereWhatRunsCannotBeLookedFor() throws Exception {
        try (var terminal = up(Map.of())) {
            terminal.awaitShown(KEYS);
            hideRunFiles();
            terminal.press("q");
            assertThat(terminal.awaitEnd()).as(terminal.shown()).isOne();
            assertThat(terminal.shown()).contains("Tiny may not be down:");
        }
        assertThat(fleet.run("down").expect(1).err()).contains("run cannot be read");
        showRunFiles();
        try (var terminal = up(Map.of())) {
            terminal.awaitShown(KEYS);
            hideRunFiles();
        }
        await("the agent has ended").atMost(Fleet.PATIENCE).until(() -> !fleet.isUp());
        assertThat(fleet.folder().resolve(".muster/agent.err"))
                .content()
                .startsWith("tiny may not be down: ");
        showRunFiles();
        assertThat(fleet.down().out()).contains("is not up. Nothing to stop.");
    }

    private void hideRunFiles() throws IOException {
        var run = fleet.folder().resolve(".muster/run");
        Files.move(run, run.resolveSibling("elsewhere"));
        Files.createFile(run);
    }

    private void showRunFiles() throws IOException {
        var run = fleet.folder().resolve(".muster/run");
        Files.delete(run);
        Files.move(run.resolveSibling("elsewhere"), run);
    }

    @Test
    void aGuestLeavesTheFleetUp() throws Exception {
        fleet.up().expect(0);
        try (var terminal = up(Map.of())) {
            terminal.awaitShown(" is already up (since ", "http://localhost:", "q stop watching");
            terminal.press("q");
            assertThat(terminal.awaitEnd()).isZero();
            assertThat(fleet.fetch("/").statusCode()).isEqualTo(200);
        } finally {
            fleet.down();
        }
    }

    @Test
    void stopsWithCtrlCWithAClosedTerminalAndWithoutColourOrKeys() throws Exception {
        try (var terminal = up(Map.of("CI", "true"))) {
            terminal.awaitShown("tiny is ready", "try    curl");
            assertThat(terminal.shown()).doesNotContain("keys");
            fleet.view();
            terminal.press("C-c");
            assertThat(terminal.awaitEnd()).isEqualTo(130);
            assertThat(terminal.shown()).contains("Stopping. Ctrl+C again forces.", "tiny is down");
        }
        fleet.assertNothingRuns();
        try (var terminal = up(Map.of())) {
            terminal.awaitShown(KEYS);
            fleet.view();
        }
        fleet.assertNothingRuns();
    }

    private Terminal up(Map<String, String> environment) throws Exception {
        var all = new HashMap<>(Map.of("CI", "", "NO_COLOR", ""));
        all.putAll(environment);
        var folder = Files.createTempDirectory(scratch, "terminal");
        return Terminal.run(fleet.muster(), fleet.folder(), folder, all, fleet.upCommand());
    }
}
