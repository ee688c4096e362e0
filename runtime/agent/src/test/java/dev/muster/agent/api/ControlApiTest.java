package dev.muster.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.muster.control.ApiPaths;
import dev.muster.fleet.FleetFile;
import dev.muster.http.Body;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.server.Router;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What the API answers, to whom, and in which shape: scripts and the dashboard rely on it. */
final class ControlApiTest {
    @TempDir private Path folder;
    private Instant logSince = Instant.EPOCH;
    private ControlApi control;
    private Router api;

    @BeforeEach
    void open() throws Exception {
        control = SampleApi.in(folder, () -> logSince);
        api = control.served(_ -> Response.text("the page"));
    }

    @Test
    void takesEveryOperationThatIsDocumented() throws Exception {
        var operations = control.nouns().stream().flatMap(noun -> noun.operations().stream());
        for (var each : operations.toList()) {
            var target = each.path().replace("{name}", "payments");
            var answer =
                    api.handle(Request.of(each.method(), target).withHeader("Host", "localhost"));
            // Without credentials, which only the exchange of a token does not need.
            assertThat(answer.status())
                    .as(each.method() + " " + target)
                    .isEqualTo(each.path().equals(ApiPaths.SESSION) ? 400 : 401);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/fleet?screen=tbale|screen is \"tbale\"; it must be table, first, watch, services"
                        + " or difference",
                "/fleet/stream?show=all|show is \"all\"; it must be services or names",
                "/fleet?keys=1|keys is \"1\"; it must be true or false",
                "/events?limit=ten|limit is \"ten\"; it must be a number from 0 to 10000",
                "/logs?level=loud|level is \"loud\"; it must be trace, debug, info, warn or error",
                "/logs?level=fatal|level is \"fatal\"; it must be trace, debug, info, warn or"
                        + " error",
                "/events?limit=1&limit=2|limit is given more than once; say it once",
                "/fleet/stream?shwo=names|\"shwo\" is no word of this query; it takes show",
                "/up?force=true|\"force\" is no word of this query; it takes none",
            })
    void saysWhichWordOfAQueryIsWrongAndWhatMayBe(String target, String sentence) throws Exception {
        var answer = api.handle(get(ApiPaths.ROOT + target));

        assertThat(answer.status()).isEqualTo(400);
        var problem = JsonMapper.shared().readTree(answer.body().bytes());
        assertThat(problem.path("detail").asString()).isEqualTo(sentence);
    }

    @Test
    void killsNothingWhereForceIsRefused() throws Exception {
        assertJson(post("/api/v1/down?force=false", ""), "{\"text\":\"down false\"}");
        assertJson(post("/api/v1/down?force", ""), "{\"text\":\"down true\"}");
    }

    @Test
    void tellsAnOlderCommandWhichVersionThisIs() throws Exception {
        assertThat(body(text(get("/api/fleet"))))
                .isEqualTo(
                        "This agent knows no /api/fleet; it speaks the API below /api/v1. Use the"
                                + " muster that brought the fleet up, or bring it up anew.");
        assertThat(api.handle(get("/api/fleet")).status()).isEqualTo(410);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/v1/down,                  POST",
        "GET,    /api/v1/services/orders/scale, POST",
        "POST,   /api/v1/fleet,                 GET",
        "DELETE, /api/v1/events,                GET",
    })
    void saysWhichMethodsAPathTakesAndNotThatItIsUnknown(String method, String path, String taken)
            throws Exception {
        var answer =
                api.handle(
                        Request.of(method, path)
                                .withHeader("Host", "localhost:7070")
                                .withHeader("Authorization", "Bearer the-token"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow").orElse("").split(", "))
                .contains(taken)
                .doesNotContain(method);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /api/v1/fleet",
        "GET,  /api/v1/fleet/stream",
        "GET,  /api/v1/up",
        "POST, /api/v1/up",
        "GET,  /api/v1/services/payments/explain",
        "POST, /api/v1/services/payments/scale",
        "POST, /api/v1/services/payments/restart",
        "GET,  /api/v1/logs",
        "GET,  /api/v1/logs?follow=true",
        "GET,  /api/v1/events",
        "POST, /api/v1/session/token",
        "POST, /api/v1/down",
        "POST, /%61pi/v1/down",
    })
    void answersNobodyWhoIsNotLetIn(String method, String target) throws Exception {
        var request = Request.of(method, target).withHeader("Host", "localhost:7070");
        var holder = request.withHeader("Authorization", "Bearer the-token");

        assertProblem(401, request);
        assertProblem(401, request.withHeader("Authorization", "Bearer another"));
        assertProblem(403, holder.withHeader("Origin", "http://attacker.example"));
        assertProblem(421, holder.withHeader("Host", "attacker.example:7070"));
    }

    @Test
    void keepsTheShapeOfAFleet() throws Exception {
        assertJson(
                get("/api/v1/fleet"),
                resource("/fleet-view.json").replace("FOLDER", folder.toString()));
    }

    /** What it replaced may have written last, to the same log. */
    @Test
    void quotesNoLineThatWasWrittenBeforeTheProcessThatRuns() throws Exception {
        logSince = Instant.parse("2026-11-01T11:59:58Z");

        var explain = get("/api/v1/services/payments/explain?columns=200");

        assertThat(body(explain.withHeader("Accept", "text/plain"))).doesNotContain("Last line");
    }

    @Test
    void explainsByFactsOfWhichNoneIsGuessed() throws Exception {
        var explain = get("/api/v1/services/payments/explain?columns=200");

        assertThat(body(explain.withHeader("Accept", "text/plain")))
                .matches(
                        """
                        payments is degraded: payments-2 exited 137 \\(killed from outside\\), 2 s ago; starting again, attempt 1; payments-1 carries its traffic\\.
                          payments-2 has been waiting to be started again for 2 s\\.
                          ..:..:.. \\(0 s ago\\) payments-2 exited 137 \\(killed from outside\\)
                          Called by: gateway\\. In the last minute 0 of 10 calls failed\\.
                          Last line of payments-2: ..:..:.. INFO charged 8812
                          next   muster logs payments-2 --since 5m
                        """);
    }

    @Test
    void keepsTheShapeOfLogsAndEvents() throws Exception {
        assertJson(
                get("/api/v1/logs?service=payments"),
                """
                {
                  "lines": [{
                    "at": "2026-11-01T11:59:57Z",
                    "service": "payments",
                    "replica": "payments-2",
                    "level": "INFO",
                    "logger": null,
                    "message": "charged 8812",
                    "traceId": null,
                    "detail": null
                  }],
                  "complete": true
                }
                """);
        assertThat(body(get("/api/v1/events?limit=0"))).isEqualTo("{\"events\":[]}");
        assertThat(api.handle(get("/api/v1/events?limit=10000")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "service=payments&replica=payments-2, charged 8812",
        "service=payments-2,                  charged 8812",
        "service=payments-2&replica=payments-2, charged 8812",
        "replica=payments-2&level=INFO&,      charged 8812",
        "replica=payments-1,                  '\"lines\":[]'",
    })
    void readsTheLogOfTheReplicaThatIsMeant(String query, String found) throws Exception {
        assertThat(body(get("/api/v1/logs?" + query))).contains(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service=mail&replica=payments-2|Replica payments-2 is none of mail's.",
                "service=mail-1&replica=payments-2|Replica payments-2 is none of mail-1's.",
                "service=payments&replica=mail-1|Replica mail-1 is none of payments's.",
                "service=payments-9|Service payments has no replica \"payments-9\", nor a log of"
                        + " one. It has: payments-1, payments-2.",
                "replica=payments-02|Service payments has no replica \"payments-02\", nor a log of"
                        + " one. It has: payments-1, payments-2.",
                "replica=mail-2|Service mail has no replica \"mail-2\", nor a log of one. It has:"
                        + " mail-1.",
                "replica=payments|Fleet shop has no service or replica \"payments\".",
                "service=payments-9&follow=true|Service payments has no replica \"payments-9\"",
            })
    void saysWhoseLogThereIsNone(String query, String sentence) throws Exception {
        Files.writeString(folder.resolve("logs/mail-1.log"), "sent\n");
        var file = folder.resolve(FleetFile.NAME);
        Files.writeString(file, Files.readString(file) + "  mail: { command: mail }\n");
        api = SampleApi.over(folder, () -> logSince).served(_ -> Response.text("the page"));
        var logs = text(get("/api/v1/logs?" + query));

        assertThat(api.handle(logs).status()).isEqualTo(404);
        assertThat(body(logs)).startsWith(sentence);
    }

    @ParameterizedTest
    @CsvSource({"service=payments", "service=payments&follow=true"})
    void saysThatALogCannotBeReadInOneSentence(String query) throws Exception {
        var log = folder.resolve("logs/payments-2.log");
        Files.delete(log);
        Files.createDirectory(log);
        var logs = get("/api/v1/logs?" + query);

        assertThat(api.handle(text(logs)).status()).isEqualTo(500);
        assertThat(body(text(logs)))
                .startsWith("The log " + log + " cannot be read: ")
                .endsWith(".");
        assertProblem(500, logs);
        assertThat(body(logs)).contains("the log " + log + " cannot be read: ");
    }

    @Test
    void explainsWhatItCanWithoutALogThatCannotBeRead() throws Exception {
        var log = folder.resolve("logs/payments-2.log");
        Files.delete(log);
        Files.createDirectory(log);

        assertThat(body(text(get("/api/v1/services/payments/explain?columns=300"))))
                .contains(
                        "payments-2 has been waiting to be started again for 2 s.",
                        "Last line of payments-2: the log " + log + " cannot be read: ");
    }

    @Test
    void answersAnOrderWithWhatCameOfIt() throws Exception {
        var scale = post("/api/v1/services/payments/scale", "{\"replicas\":3}");

        assertJson(scale, "{\"text\":\"payments to 3\"}");
        assertThat(body(scale.withHeader("Accept", "text/plain"))).isEqualTo("payments to 3\n");
        assertJson(post("/api/v1/services/payments/restart", ""), "{\"text\":\"payments anew\"}");
        assertJson(post("/api/v1/down?force=true", ""), "{\"text\":\"down true\"}");
    }

    @Test
    void tellsWhatIsWrongAsAProblemAndToATerminalAsASentence() throws Exception {
        var unknown = get("/api/v1/services/paymnts/explain");
        var problem = api.handle(unknown);

        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.header("Content-Type")).contains("application/problem+json");
        assertThat(problem.body().text()).contains("\"title\":\"Not Found\",\"status\":404");
        assertThat(body(unknown.withHeader("Accept", "text/plain")))
                .isEqualTo("Fleet shop has no service \"paymnts\". It has: payments.");

        assertProblem(400, get("/api/v1/logs?since=yesterday"));
        assertProblem(400, get("/api/v1/logs?limit=10001"));
        assertProblem(400, get("/api/v1/events?limit=10001"));
        assertProblem(404, get("/api/v1/logs?service=paymnts"));
        assertProblem(400, post("/api/v1/services/payments/scale", "{\"replicas\":\"many\"}"));
        assertProblem(422, post("/api/v1/services/payments/scale", "{\"replicas\":-1}"));
    }

    @Test
    void showsATerminalNothingThatMovesItsCursor() throws Exception {
        var forged = get("/api/v1/services/%1B%5D0;x/explain").withHeader("Accept", "text/plain");
        var since = get("/api/v1/logs?since=%1B%5B2J").withHeader("Accept", "text/plain");

        assertThat(body(forged) + body(since)).doesNotContain("\u001b").contains("\\u001b[2J");
    }

    @Test
    void tellsPrometheusOfFleetRegistryAndStoresWithoutAToken() throws Exception {
        var metrics = Request.get("/metrics").withHeader("Host", "localhost:7070");

        var answer = api.handle(metrics);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(answer.body().text())
                .contains(
                        "muster_service_replicas_wanted{service=\"payments\"} 2.0\n",
                        "muster_service_replicas{service=\"payments\",state=\"ready\"} 1.0\n",
                        "muster_service_replicas{service=\"payments\",state=\"gave-up\"} 0.0\n",
                        "muster_registry_endpoints{service=\"payments\"} 0.0\n",
                        "\nmuster_store_series ")
                .doesNotContain("the-token", folder.toString());
        assertProblem(403, metrics.withHeader("Origin", "http://attacker.example"));
    }

    @Test
    void tellsNothingThatPromtoolComplainsOf() throws Exception {
        var text = api.handle(get("/metrics")).body().bytes();
        Process check;
        try {
            check =
                    new ProcessBuilder("promtool", "check", "metrics")
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            assertThat(System.getenv("MUSTER_REQUIRE_REAL")).as("promtool").isNotEqualTo("1");
            assumeTrue(false, "promtool is not on the PATH");
            return;
        }
        try (var in = check.getOutputStream()) {
            in.write(text);
        }
        assertThat(new String(check.getInputStream().readAllBytes(), UTF_8)).isEmpty();
        assertThat(check.waitFor()).isZero();
    }

    @Test
    void tradesTheTokenOfALinkForASessionThatTheFleetsPagesDoNotSee() throws Exception {
        var link =
                body(post("/api/v1/session/token", "").withHeader("Accept", "text/plain")).strip();
        assertThat(link).startsWith("http://localhost:7070/#token=");
        var oneTime = "{\"token\":\"" + link.substring(link.indexOf('=') + 1) + "\"}";
        var exchange =
                Request.post("/api/v1/session", Body.of(oneTime))
                        .withHeader("Host", "localhost:7070")
                        .withHeader("Origin", "http://localhost:7070");

        var answer = api.handle(exchange);

        assertThat(answer.headers().all("Set-Cookie")).isEmpty();
        var session = JsonMapper.shared().readTree(answer.body().bytes()).path("session");
        assertThat(session.asString()).matches("[0-9a-f]{64}");
        var reading =
                Request.get("/api/v1/events")
                        .withHeader("Host", "localhost:7070")
                        .withHeader("Authorization", "Bearer " + session.asString());
        assertThat(api.handle(reading).status()).isEqualTo(200);
        assertProblem(401, exchange);
    }

    private static Request get(String target) {
        return Request.get(target)
                .withHeader("Host", "localhost:7070")
                .withHeader("Authorization", "Bearer the-token");
    }

    private static Request post(String target, String json) {
        return Request.post(target, Body.of(json))
                .withHeader("Host", "localhost:7070")
                .withHeader("Authorization", "Bearer the-token");
    }

    private static Request text(Request request) {
        return request.withHeader("Accept", "text/plain");
    }

    private String body(Request request) throws Exception {
        return api.handle(request).body().text();
    }

    @Test
    void saysThatTheFileDiffersFromWhatRuns() throws Exception {
        var file = folder.resolve(FleetFile.NAME);
        var written = Files.readString(file);
        Files.writeString(
                file,
                written.replace("replicas: 2", "env: { A: b }, stop: { grace: 3s }")
                        + "  reports: { command: x }\n");
        var difference =
                "muster.yaml differs from what runs: services.payments.replicas,"
                        + " services.payments.env, services.payments.stop.grace, services.reports"
                        + " (new). To apply it: muster down, then muster up.";

        assertThat(body(text(get("/api/v1/fleet?columns=300")))).endsWith("\n" + difference + "\n");
        assertThat(body(text(get("/api/v1/fleet?screen=difference&columns=300"))))
                .contains(difference);
        assertThat(body(text(post("/api/v1/services/payments/restart", ""))))
                .endsWith(difference + "\n");
        assertThat(body(post("/api/v1/services/payments/scale", "{\"replicas\":-1}")))
                .contains("that makes no sense\\n" + difference);
        assertThat(body(text(post("/api/v1/services/reports/restart", ""))))
                .contains("has no service \"reports\"", difference);
        assertThat(body(get("/api/v1/fleet"))).contains(difference);

        Files.writeString(file, "muster: 2\n");
        assertThat(body(text(get("/api/v1/fleet")))).contains("has a mistake now");

        Files.writeString(file, "# only a comment\n" + written);
        assertThat(body(text(get("/api/v1/fleet")))).doesNotContain("muster.yaml");
    }

    private void assertProblem(int status, Request request) throws Exception {
        var response = api.handle(request);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("Content-Type")).contains("application/problem+json");
    }

    private void assertJson(Request request, String expected) throws Exception {
        var mapper = new JsonMapper();
        assertThat(mapper.readTree(body(request))).isEqualTo(mapper.readTree(expected));
    }

    private static String resource(String name) throws IOException {
        try (var in = requireNonNull(ControlApiTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
