package dev.muster.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.cli.ControlServer;
import dev.muster.cli.ControlServer.Asked;
import dev.muster.cli.agent.RunningAgent;
import dev.muster.cli.terminal.Console;
import dev.muster.cli.terminal.LiveText;
import dev.muster.cli.terminal.Screen;

import org.jline.terminal.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the screen of {@code up} shows, and what its keys do. */
final class WatchScreenTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String ESCAPE = "\u001b";
    private static final String DELETE = "\u007f";
    private static final String TABLE =
            "SERVICE   REPLICAS   REQ/S   P99    ERRORS   MEMORY\n" + "catalog   2   88   6 ms\n";

    @TempDir private Path fleet;
    private TypedTerminal terminal;
    private ControlServer agent;
    private WatchScreen screen;
    private CompletableFuture<Boolean> leftByItsUser;

    @BeforeEach
    void watch() throws Exception {
        terminal = new TypedTerminal(80, 30);
        agent = ControlServer.of(fleet);
        agent.answer("GET /api/v1/fleet", out -> out.write(answer(asked(agent.last()))));
        var console = new Console(terminal.out(), terminal.out(), new Screen(true, false, 80));
        screen =
                new WatchScreen(
                        RunningAgent.find(fleet).orElseThrow(),
                        console,
                        terminal,
                        LiveText.in(() -> Screen.sizeOf(terminal), terminal.out()),
                        WatchKeys.GUEST);
        leftByItsUser =
                CompletableFuture.supplyAsync(
                        screen::run, task -> Thread.ofPlatform().daemon().start(task));
        awaitShown("q stop watching");
    }

    @AfterEach
    void stop() throws IOException {
        agent.close();
        screen.end();
        terminal.close();
    }

    private static String asked(Asked request) {
        return request.line().replaceFirst(".*[?&]screen=([a-z]+).*", "$1");
    }

    private static byte[] answer(String screen) {
        var text =
                switch (screen) {
                    case "first" -> "  shop is ready\n";
                    case "services" -> "catalog\norders\norders-db\n";
                    default -> TABLE;
                };
        return ControlServer.head(200, text.length(), text);
    }

    @Test
    void showsWhereTheFleetAnswersAndItsTableUntilItIsLeft() throws Exception {
        assertThat(terminal.shown()).startsWith("  shop is ready\n").contains(TABLE);
        assertThat(agent.asked())
                .extracting(Asked::line)
                .startsWith(
                        "GET /api/v1/fleet?screen=first&keys=true&columns=79",
                        "GET /api/v1/fleet?screen=watch&columns=79");

        terminal.type("xq");

        assertThat(outcome()).isTrue();
    }

    @Test
    void leavesTheTerminalAsItFoundIt() throws Exception {
        var during = terminal.getAttributes();
        terminal.type("q");
        outcome();

        var after = terminal.getAttributes();
        assertThat(during.getLocalFlag(org.jline.terminal.Attributes.LocalFlag.ECHO)).isFalse();
        assertThat(after.getLocalFlag(org.jline.terminal.Attributes.LocalFlag.ECHO)).isTrue();
        assertThat(terminal.shown()).endsWith("\n");
    }

    @Test
    void endsWithItsAgent() throws Exception {
        agent.close();

        terminal.type("x");

        assertThat(outcome()).isFalse();
    }

    @Test
    void endsWhereItIsTold() throws Exception {
        screen.end();

        assertThat(outcome()).isFalse();
    }

    @Test
    void goesOnWithoutAKeyboard() throws Exception {
        terminal.hangUp();
        int before = agent.asked().size();
        await().atMost(PATIENCE).until(() -> agent.asked().size() > before + 1);

        agent.close();

        assertThat(outcome()).isFalse();
    }

    @Test
    void explainsItsKeysAndStopsThat() throws Exception {
        terminal.type("?");
        awaitShown("stop watching; the fleet stays up");
        awaitShown("? less");

        terminal.type("?");
        awaitLastShown("? more");
    }

    @Test
    void beginsAnewInAnotherSize() throws Exception {
        terminal.resize(40, 12);

        await().atMost(PATIENCE).until(() -> wasAsked("screen=first&keys=true&columns=39"));
        await().atMost(PATIENCE).until(() -> wasAsked("screen=watch&columns=39"));
        await().atMost(PATIENCE)
                .until(() -> lines().anyMatch("  keys   o open   l logs   r restart"::equals));
        assertThat(lines()).allMatch(line -> line.length() < 40).contains("  shop is ready");
    }

    @Test
    void drawsAsIsUsualWhereTheTerminalWasNeverToldItsSize() {
        terminal.resize(0, 0);

        await().atMost(PATIENCE).until(() -> wasAsked("screen=first&keys=true&columns=79"));
        await().atMost(PATIENCE).until(() -> wasAsked("screen=watch&columns=79"));
        int before = agent.asked().size();
        await().atMost(PATIENCE).until(() -> agent.asked().size() > before + 1);
        assertThat(lines()).contains("  shop is ready", "catalog   2   88   6 ms");
    }

    @Test
    void saysWhatFindsNoRoom() throws Exception {
        terminal.resize(80, 4);

        awaitLastShown("  and 2 more lines: make the window higher");
    }

    @Test
    void beginsAnewWhereItComesBackToTheForeground() {
        terminal.raise(Terminal.Signal.CONT);

        await().atMost(PATIENCE)
                .until(
                        () ->
                                agent.asked().stream().filter(WatchScreenTest::isOfFirst).count()
                                        == 2);
    }

    private static boolean isOfFirst(Asked request) {
        return asked(request).equals("first");
    }

    @ParameterizedTest
    @CsvSource({"2, orders", "catalog, catalog", "ca, catalog", "orders-, orders-db"})
    void restartsAService(String typed, String service) throws Exception {
        agent.answer("POST /api/v1/services/" + service + "/restart", 200, "It was replaced.\n");

        terminal.type("r");
        awaitShown("1 catalog   2 orders   3 orders-db");
        terminal.type(typed + "\r");

        awaitShown("It was replaced.");
        assertThat(agent.asked()).filteredOn(WatchScreenTest::isOrder).hasSize(1);
    }

    @Test
    void saysWhatGoesOnUntilItIsDone() throws Exception {
        var done = new CountDownLatch(1);
        agent.answer(
                "POST /api/v1/services/orders/restart",
                out -> {
                    done.await();
                    out.write(ControlServer.head(200, 5, "Done."));
                });

        terminal.type("r");
        awaitShown("restart which service?");
        terminal.type("orders\r");
        awaitShown("  restarting orders ...");
        terminal.type("?");
        awaitShown("? less");
        done.countDown();

        awaitLastShown("  Done.");
    }

    @Test
    void scalesAndSaysWhatIsWrong() throws Exception {
        agent.answer("POST /api/v1/services/catalog/scale", 409, "The fleet is stopping.\n");

        terminal.type("s");
        awaitShown("scale which service to how many? as in 1 3:");
        terminal.type("cat\t1000\r");
        awaitShown("\"1000\" is not a number of replicas, 0 to 100.");
        assertThat(agent.asked()).noneMatch(WatchScreenTest::isOrder);
        terminal.type(DELETE + DELETE + "\r");

        awaitShown("The fleet is stopping.");
        assertThat(agent.asked())
                .filteredOn(WatchScreenTest::isOrder)
                .extracting(Asked::body)
                .containsExactly("{\"replicas\":10}");
    }

    @Test
    void givesAQuestionUp() throws Exception {
        terminal.type("r");
        awaitShown("restart which service?");
        terminal.type(ESCAPE);
        awaitLastShown("? more");
        terminal.type("q");

        assertThat(outcome()).isTrue();
        assertThat(agent.asked()).noneMatch(WatchScreenTest::isOrder);
    }

    @Test
    void saysThatAnOrderDidNotReachTheAgent() throws Exception {
        agent.answer("POST /api/v1/services/orders/restart", _ -> {});

        terminal.type("r");
        awaitShown("restart which service?");
        terminal.type("orders\r");

        awaitShown("The agent does not answer.");
    }

    @Test
    void followsLogsUntilAKeyIsPressed() throws Exception {
        followLogs();
        terminal.type("x");
        awaitLastShown("? more");

        terminal.type("q");
        assertThat(outcome()).isTrue();
    }

    @Test
    void goesBackWhereTheLogsEnd() throws Exception {
        var end = followLogs();

        end.countDown();

        awaitLastShown("? more");
    }

    /** Has the logs go on until what is returned is counted down. */
    private CountDownLatch followLogs() throws Exception {
        var end = new CountDownLatch(1);
        agent.answer(
                "GET /api/v1/logs",
                out -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\n12:00 orders charged 8812\n".getBytes(UTF_8));
                    out.flush();
                    end.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                });
        terminal.type("l");
        awaitShown("12:00 orders charged 8812\n");
        assertThat(wasAsked("/api/v1/logs?follow=true&limit=20&columns=80")).isTrue();
        return end;
    }

    private boolean wasAsked(String part) {
        return agent.asked().stream().anyMatch(request -> request.line().contains(part));
    }

    private static boolean isOrder(Asked request) {
        return request.line().startsWith("POST");
    }

    private boolean outcome() throws Exception {
        return leftByItsUser.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitShown(String text) {
        await().atMost(PATIENCE).until(() -> terminal.shown().contains(text));
    }

    /** Waits until what was drawn last has the text. */
    private void awaitLastShown(String text) {
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            var shown = terminal.shown();
                            int drawn = Math.max(0, shown.lastIndexOf("\nSERVICE"));
                            return shown.substring(drawn).contains(text);
                        });
    }

    private Stream<String> lines() {
        return terminal.shownSinceCleared().lines();
    }
}
