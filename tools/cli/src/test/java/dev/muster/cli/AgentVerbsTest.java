package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.cli.line.ExitCode;
import dev.muster.cli.terminal.Screen;
import dev.muster.control.AgentAddress;
import dev.muster.process.ProcessIdentity;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What each verb asks an agent for, what it prints of the answer, and how it ends. */
final class AgentVerbsTest {
    @TempDir private Path home;
    private Path fleet;
    private ControlServer agent;
    private Typed muster;

    @BeforeEach
    void run() throws IOException {
        fleet = fleet("shop");
        agent = ControlServer.of(fleet);
        muster = Typed.in(fleet, home);
    }

    @AfterEach
    void stop() throws IOException {
        agent.close();
    }

    @Test
    void printsAsTheAgentRenderedIt() {
        agent.answer("GET /api/v1/fleet", 200, "SERVICE   REPLICAS\norders    2 – ready\n");

        assertThat(muster.run("ps")).isEqualTo(ExitCode.DONE);
        assertThat(muster.printed()).isEqualTo("SERVICE   REPLICAS\norders    2 – ready\n");
        assertThat(muster.complained()).isEmpty();
        assertThat(agent.last().headers())
                .containsEntry("accept", "text/plain")
                .containsEntry("authorization", "Bearer the-token")
                .containsEntry("host", "localhost:" + agent.port());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ps --json                 | GET /api/v1/fleet
                    events --json --limit 3   | GET /api/v1/events
                    explain --json orders     | GET /api/v1/services/orders/explain
                    logs orders --json        | GET /api/v1/logs
                    scale orders 3 --json     | POST /api/v1/services/orders/scale
                    restart --json orders     | POST /api/v1/services/orders/restart
                    """)
    void asksForJsonAndPrintsItUntouched(String typed, String request) {
        agent.answer(request, 200, "{\"text\":\"é\"}");

        assertThat(muster.run(typed.split(" +"))).isEqualTo(ExitCode.DONE);
        assertThat(muster.printed().stripTrailing()).isEqualTo("{\"text\":\"é\"}");
        assertThat(agent.last().headers()).containsEntry("accept", "application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ps                                | GET /api/v1/fleet?columns=100
                    events                            | GET /api/v1/events?columns=100
                    events --limit=7                  | GET /api/v1/events?limit=7&columns=100
                    explain orders                    | GET /api/v1/services/orders/explain?columns=100
                    explain a/b                       | GET /api/v1/services/a%2Fb/explain?columns=100
                    explain -- --odd                  | GET /api/v1/services/--odd/explain?columns=100
                    logs                              | GET /api/v1/logs?columns=100
                    logs -f orders-2                  | GET /api/v1/logs?service=orders-2&follow=true&columns=100
                    logs --grep=a&b --level warn      | GET /api/v1/logs?grep=a%26b&level=warn&columns=100
                    logs --since 5m --limit 9 --grep= | GET /api/v1/logs?grep=&since=5m&limit=9&columns=100
                    """)
    void asksForExactlyWhatWasTyped(String typed, String request) {
        muster.run(typed.split(" +"));

        assertThat(agent.last().line()).isEqualTo(request);
    }

    @Test
    void ordersAsJson() {
        agent.answer("POST /api/v1/services/orders/scale", 200, "orders runs 3 replicas.\n");
        agent.answer("POST /api/v1/services/orders/restart", 200, "orders was replaced.\n");

        assertThat(muster.run("scale", "orders", "003")).isEqualTo(ExitCode.DONE);
        assertThat(agent.last().body()).isEqualTo("{\"replicas\":3}");
        assertThat(agent.last().headers()).containsEntry("content-type", "application/json");
        assertThat(muster.run("restart", "orders")).isEqualTo(ExitCode.DONE);
        assertThat(agent.last().body()).isEmpty();
        assertThat(muster.printed()).isEqualTo("orders runs 3 replicas.\norders was replaced.\n");
    }

    @ParameterizedTest
    @CsvSource({"scale orders many", "scale orders -1", "scale orders 1.5", "scale orders 101"})
    void asksTheAgentForNothingWhereWhatWasTypedIsWrong(String typed) {
        assertThat(muster.run(typed.split(" "))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(muster.complained()).endsWith("is not a number of replicas, 0 to 100.\n");
        assertThat(agent.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400, BAD_INPUT", "404, BAD_INPUT", "401, FAILED", "409, FAILED", "503, FAILED"})
    void endsAsTheAgentRefuses(int status, ExitCode exitCode) {
        agent.answer("GET /api/v1/fleet", status, "That cannot be.\n");
        agent.answer("POST /api/v1/services/a/restart", status, "That cannot be.\n");

        assertThat(muster.run("ps")).isEqualTo(exitCode);
        assertThat(muster.run("restart", "a")).isEqualTo(exitCode);
        assertThat(muster.complained()).isEqualTo("That cannot be.\nThat cannot be.\n");
        assertThat(muster.printed()).isEmpty();
    }

    @Test
    void printsWhatCameOfAnAgentThatDiesInTheMiddle() {
        agent.answer("GET /api/v1/fleet", out -> out.write(ControlServer.head(200, 99, "SERV")));

        assertThat(muster.run("ps")).isEqualTo(ExitCode.NOT_UP);
        assertThat(muster.printed()).isEqualTo("SERV");
        assertThat(muster.complained())
                .isEqualTo(
                        "The agent does not answer: the agent went away in the middle of its"
                                + " answer. Look at .muster/agent.err, or run: muster up\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SSH-2.0-OpenSSH_9.6         | what answers on its port is no Muster agent
                    HTTP/1.1 abc What           | what answers on its port is no Muster agent
                    ''                          | the agent closed the connection
                    """)
    void doesNotTakeAnotherProgramForTheAgent(String line, String reason) {
        agent.answer(
                "GET /api/v1/fleet",
                out -> out.write((line.isEmpty() ? "" : line + "\r\n\r\n").getBytes(UTF_8)));

        assertThat(muster.run("ps")).isEqualTo(ExitCode.NOT_UP);
        assertThat(muster.complained()).startsWith("The agent does not answer: " + reason + ".");
    }

    @Test
    void saysThatTheAgentDoesNotAnswerWhereNobodyListens() throws IOException {
        agent.close();

        assertThat(muster.run("ps")).isEqualTo(ExitCode.NOT_UP);
        assertThat(muster.complained())
                .startsWith("The agent does not answer: ")
                .endsWith("Look at .muster/agent.err, or run: muster up\n");
    }

    @Test
    void saysThatTheTokenCannotBeRead() throws IOException {
        var token = AgentAddress.tokenFile(fleet.toRealPath());
        Files.delete(token);

        assertThat(muster.run("ps")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained())
                .isEqualTo(
                        "The agent's token cannot be read: "
                                + token
                                + ". Run this as the user who started the fleet.\n");
        assertThat(agent.asked()).isEmpty();
    }

    @Test
    void saysThatAnAgentWasKilledAndHowToGoOn() throws IOException {
        agent.run(fleet, new ProcessIdentity(ProcessHandle.current().pid(), 1));

        assertThat(muster.run("ps")).isEqualTo(ExitCode.NOT_UP);
        assertThat(muster.complained())
                .isEqualTo(
                        "The agent of this folder is gone, and what it started may run on. Take it"
                                + " over: muster up. End it: muster down\n");
        assertThat(Typed.in(home, home).run("ps", "--fleet", "shop")).isEqualTo(ExitCode.NOT_UP);
    }

    @Test
    void namesAFleetThatIsNotUpAsItWouldBeTypedHere() throws IOException {
        fleet("other");
        var outside = Typed.in(home, home);

        assertThat(outside.run("ps", "--fleet", "other")).isEqualTo(ExitCode.NOT_UP);
        assertThat(outside.complained())
                .isEqualTo("The fleet in other is not up. Start it: muster up other\n");
    }

    @Test
    void choosesBetweenTwoFleets() throws IOException {
        var other = fleet("other");
        agent.answer("GET /api/v1/fleet", 200, "the shop\n");
        var elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        try (var second = ControlServer.of(other)) {
            second.answer("GET /api/v1/fleet", 200, "the other\n");
            agent.runFound(fleet.toRealPath(), home);
            var outside = Typed.in(elsewhere, home);

            assertThat(outside.run("ps")).isEqualTo(ExitCode.DONE);
            assertThat(outside.printed()).as("the only one that is up").isEqualTo("the shop\n");

            second.runFound(other.toRealPath(), home);
            assertThat(outside.run("ps")).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(outside.complained())
                    .startsWith("Several fleets are up: " + other.toRealPath() + ", ")
                    .endsWith("Name one with --fleet, or go to its folder.\n");
            assertThat(outside.run("ps", "--fleet", "../other")).isEqualTo(ExitCode.DONE);
            assertThat(outside.run("ps", "--fleet=../shop/muster.yaml")).isEqualTo(ExitCode.DONE);
            var below = Files.createDirectories(other.resolve("src/main"));
            var inside = Typed.in(below, home);
            assertThat(inside.run("ps")).isEqualTo(ExitCode.DONE);
            assertThat(outside.printed() + inside.printed())
                    .isEqualTo("the other\nthe shop\nthe other\n");
        }
    }

    @Test
    void fitsANarrowTerminal() {
        var narrow = Typed.in(fleet, home, new Screen(true, true, 40));
        agent.answer("GET /api/v1/fleet", 503, "The agent is stopping the fleet, and takes none.");

        assertThat(narrow.run("ps")).isEqualTo(ExitCode.FAILED);
        assertThat(agent.last().line()).isEqualTo("GET /api/v1/fleet?columns=40&colour=true");
        assertThat(narrow.complained())
                .isEqualTo("The agent is stopping the fleet, and\n    takes none.\n");
        assertThat(Typed.in(fleet, home, new Screen(true, false, 200)).run("ps"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(agent.last().line()).isEqualTo("GET /api/v1/fleet?columns=200");
    }

    @Test
    void showsFollowedLogsAsTheyCome() throws Exception {
        var shown = new CountDownLatch(1);
        agent.answer(
                "GET /api/v1/logs",
                out -> {
                    out.write(chunked("5\r\none\r\n\r\n"));
                    out.flush();
                    if (shown.await(30, TimeUnit.SECONDS)) {
                        out.write("4\r\ntwo\n\r\n0\r\n\r\n".getBytes(UTF_8));
                    }
                });
        var out = new ByteArrayOutputStream();
        var watched =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        out.write(b);
                    }

                    @Override
                    public void flush() {
                        if (out.toString(UTF_8).contains("one")) {
                            shown.countDown();
                        }
                    }
                };

        assertThat(muster.run(watched, "logs", "-f")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(UTF_8)).isEqualTo("one\r\ntwo\n");
    }

    @Test
    void followsNoMoreOnceItsReaderIsGone() {
        agent.answer(
                "GET /api/v1/logs",
                out -> {
                    out.write(chunked(""));
                    while (true) {
                        out.write("5\r\nline\n\r\n".getBytes(UTF_8));
                    }
                });
        var closedPipe =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };

        assertThat(muster.run(closedPipe, "logs", "-f")).isEqualTo(ExitCode.UNREAD);
    }

    @Test
    void printsTheLinkThatOpensTheDashboard() {
        agent.answer("POST /api/v1/session/token", 503, "The agent is stopping the fleet.\n");

        assertThat(muster.run("open")).isEqualTo(ExitCode.FAILED);
        assertThat(muster.complained()).isEqualTo("The agent is stopping the fleet.\n");
    }

    private static byte[] chunked(String first) {
        return ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + first).getBytes(UTF_8);
    }

    private Path fleet(String name) throws IOException {
        var folder = Files.createDirectories(home.resolve(name));
        Files.writeString(
                folder.resolve("muster.yaml"),
                "muster: 1\nname: " + name + "\nservices: { a: { command: \"true\" } }\n");
        return folder;
    }
}
