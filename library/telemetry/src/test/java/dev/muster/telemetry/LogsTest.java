package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.muster.http.Scope;
import dev.muster.http.ServerObserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

class LogsTest {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final LogsConfig config =
            LogsConfig.of("orders").withReplica("orders-2").withVersion("a41c9e0");

    @Test
    void writesWhatIsLoggedAsOneEcsObjectALine() {
        try (var _ = Logs.open(config, file)) {
            var log = LoggerFactory.getLogger("dev.shop.Desk");
            log.info("charged {}\nforged", 17);
            log.debug("not written");
            log.error("failed", new IllegalStateException("why"));
        }
        assertThat(lines()).hasSize(2);
        assertThat(lines()[0])
                .contains("\"@timestamp\":\"")
                .contains("\"log.level\":\"INFO\"")
                .contains("\"message\":\"charged 17\\nforged\"")
                .contains("\"service.name\":\"orders\"")
                .contains("\"service.node.name\":\"orders-2\"")
                .contains("\"service.version\":\"a41c9e0\"")
                .contains("\"log.logger\":\"dev.shop.Desk\"");
        assertThat(lines()[1])
                .contains("\"error.type\":\"java.lang.IllegalStateException\"")
                .contains("\"error.message\":\"why\"")
                .contains("\"error.stack_trace\":\"java.lang.IllegalStateException: why\\n\\tat ")
                .endsWith("\"}");
    }

    @Test
    void joinsWhatIsLoggedToTheTraceOfTheRequest() {
        var context = TraceContext.root();
        try (var _ = Logs.open(config, file)) {
            context.call(
                    () -> {
                        LoggerFactory.getLogger("desk").info("here");
                        return true;
                    });
        }
        assertThat(lines()[0])
                .contains("\"trace.id\":\"" + context.traceId() + "\"")
                .contains("\"span.id\":\"" + context.spanId() + "\"");
    }

    @Test
    void writesALineForEachRequest() {
        try (var logs = Logs.open(config, file)) {
            var log = logs.accessLog(Set.of("/metrics"));
            log.ended(served("POST", "/orders/1", "/orders/{id}", 201, ""));
            log.ended(served("GET", "/metrics", "/metrics", 200, ""));
        }
        assertThat(lines()).hasSize(1);
        assertThat(lines()[0])
                .contains("\"log.level\":\"INFO\"")
                .contains("\"message\":\"POST /orders/1 201\"")
                .contains("\"url.path\":\"/orders/1\"")
                .contains("\"http.route\":\"/orders/{id}\"")
                .contains("\"http.response.status_code\":201")
                .contains("\"event.duration\":5000000}")
                .containsPattern("\"trace.id\":\"[0-9a-f]{32}\"");
    }

    @Test
    void writesALineOfARequestWholeWithWhatAClientChoseEscaped() {
        var context = new TraceContext("ab".repeat(16), "cd".repeat(8), "", 1, "", "");
        var served =
                new ServerObserver.Served(
                        context.in(Scope.current()),
                        "GET",
                        "/a\"\n{}",
                        "/{x}",
                        404,
                        Duration.ofMillis(4),
                        Duration.ofMillis(5),
                        false,
                        "");
        var backend =
                new TelemetryBackend(
                        InstantSource.fixed(Instant.parse("2026-11-24T10:16:49.250Z")),
                        () -> 0,
                        TelemetryBackend.SYSTEM.writers());
        try (var logs = Logs.open(config, file, backend)) {
            logs.accessLog(Set.of("/{x}")).ended(served);
        }
        assertThat(file.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"@timestamp":"2026-11-24T10:16:49.250Z","log.level":"INFO",\
                        "message":"GET /a\\"\\n{} 404","ecs.version":"1.2.0",\
                        "service.name":"orders","service.version":"a41c9e0",\
                        "service.node.name":"orders-2","log.logger":"access",\
                        "trace.id":"abababababababababababababababab",\
                        "span.id":"cdcdcdcdcdcdcdcd","http.request.method":"GET",\
                        "url.path":"/a\\"\\n{}","http.route":"/{x}",\
                        "http.response.status_code":404,"event.duration":5000000}
                        """);
    }

    @Test
    void goesToTheOneThatWasOpenedLastAndBackToStandardOutputAfterIt() {
        var second = new ByteArrayOutputStream();
        var log = LoggerFactory.getLogger("desk");
        var first = Logs.open(config, file);
        try (var _ = Logs.open(config, second)) {
            log.info("to the second");
            // It has been taken over: its end takes nothing away.
            first.close();
            log.info("to the second too");
        }
        log.info("to standard output");

        assertThat(file.size()).isZero();
        assertThat(second.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    }

    @Test
    void writesSpansWhereTheyAreWanted() {
        var span =
                new Span(
                        TraceContext.root().child(),
                        Span.Kind.CLIENT,
                        "catalog",
                        Instant.parse("2026-11-24T10:16:49.250Z"),
                        Duration.ofMillis(20),
                        204,
                        "");
        var spans = new SpanLog();
        assertThat(spans.isOn()).isFalse();
        try (var _ = Logs.open(config.withLevels("info,dev.muster.trace=debug"), file)) {
            assertThat(spans.isOn()).isTrue();
            spans.ended(span);
        }
        assertThat(spans.isOn()).isFalse();
        assertThat(lines()).hasSize(1);
        assertThat(lines()[0])
                .contains("\"message\":\"catalog took 20000 us\"")
                .contains("\"span.kind\":\"client\"")
                .contains("\"span.name\":\"catalog\"")
                .contains("\"span.start\":\"2026-11-24T10:16:49.250Z\"")
                .contains("\"span.duration\":20000000")
                .contains("\"parent.id\":\"" + span.context().parentId() + "\"")
                .contains("\"span.id\":\"" + span.context().spanId() + "\"")
                .contains("\"http.response.status_code\":204");
    }

    @Test
    void saysThatAClientDidNotReceiveAllOfAnAnswer() {
        try (var logs = Logs.open(config, file)) {
            logs.accessLog(Set.of("/a")).ended(served("GET", "/a", "/a", 200, "its body failed"));
        }
        assertThat(lines()[0])
                .contains("\"log.level\":\"WARN\"")
                .contains("\"message\":\"GET /a 200, cut short: its body failed\"")
                .contains("\"error.message\":\"its body failed\"");
    }

    @Test
    void writesWhatIsLoggedThroughJavaUtilLoggingAtTheLevelsThatAreSet() {
        var log = java.util.logging.Logger.getLogger("com.acme.Pool");
        try (var _ = Logs.open(config.withLevels("info,com.acme=debug"), file)) {
            log.fine("a connection was made");
            log.finer("not wanted");
            log.log(java.util.logging.Level.WARNING, "lost {0}", "one");
        }
        assertThat(lines()).hasSize(2);
        assertThat(lines()[0])
                .contains("\"log.level\":\"DEBUG\"")
                .contains("\"message\":\"a connection was made\"")
                .contains("\"log.logger\":\"com.acme.Pool\"");
        assertThat(lines()[1])
                .contains("\"log.level\":\"WARN\"")
                .contains("\"message\":\"lost one\"");
    }

    @Test
    void writesTheLevelsOfSingleLoggersAndForgetsThemAtItsEnd() {
        var below = LoggerFactory.getLogger("com.acme.desk.Desk");
        var beside = LoggerFactory.getLogger("com.other.Desk");
        try (var _ = Logs.open(config.withLevels("WARN, com.acme=trace,com.acme.desk=off"), file)) {
            LoggerFactory.getLogger("com.acme.Shop").trace("1");
            below.error("2");
            beside.info("3");
        }
        assertThat(lines()).singleElement().asString().contains("\"message\":\"1\"");
        assertThat(beside.isInfoEnabled()).isTrue();
        assertThat(below.isErrorEnabled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"loud", "com.acme", "com.acme=", "com.acme=loud", "=info", "info;warn"})
    void refusesALevelThatIsNone(String levels) {
        assertThatThrownBy(() -> config.withLevels(levels))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "\"" + levels + "\" is not a level of a log; write trace, debug");
    }

    @Test
    void writesKeyValuePairsAsFieldsOfTheirType() {
        try (var _ = Logs.open(config, file)) {
            LoggerFactory.getLogger("desk")
                    .atInfo()
                    .addKeyValue("order.id", "o-1")
                    .addKeyValue("order.items", 3)
                    .addKeyValue("order.price", new BigDecimal("19.90"))
                    .addKeyValue("order.paid", true)
                    .addKeyValue("order.share", Double.NaN)
                    .addKeyValue("order.note", (Object) null)
                    .addKeyValue("order.broken", new Unspeakable())
                    .addMarker(MarkerFactory.getMarker("AUDIT"))
                    .log("placed");
        }
        assertThat(lines()[0])
                .contains("\"message\":\"placed\"")
                .contains("\"order.id\":\"o-1\"")
                .contains("\"order.items\":3,")
                .contains("\"order.price\":\"19.90\"")
                .contains("\"order.paid\":true,")
                .contains("\"order.share\":\"NaN\"")
                .contains("whose text cannot be had")
                .contains("\"tags\":[\"AUDIT\"]")
                .doesNotContain("order.note");
    }

    @Test
    void letsNobodyForgeAFieldOrWriteOneTwice() {
        try (var _ = Logs.open(config, file);
                var _ = MDC.putCloseable("trace.id", "forged");
                var _ = MDC.putCloseable("service.name", "forged");
                var _ = MDC.putCloseable("message", "forged");
                var _ = MDC.putCloseable("service", "forged");
                var _ = MDC.putCloseable("tenant", "by MDC")) {
            LoggerFactory.getLogger("desk")
                    .atInfo()
                    .addKeyValue("tenant", "by pair")
                    .addKeyValue("@timestamp", "2099")
                    .log("here");
        }
        var names =
                Pattern.compile("[{,]\"([^\"]+)\":")
                        .matcher(lines()[0])
                        .results()
                        .map(name -> name.group(1))
                        .toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(lines()[0])
                .startsWith("{\"@timestamp\":\"20")
                .contains("\"message\":\"here\"")
                .contains("\"service.name\":\"orders\"")
                .contains("\"labels.trace.id\":\"forged\"")
                .contains("\"labels.service.name\":\"forged\"")
                .contains("\"labels.service\":\"forged\"")
                .contains("\"labels.message\":\"forged\"")
                .contains("\"labels.@timestamp\":\"2099\"")
                .contains("\"tenant\":\"by pair\"");
    }

    @Test
    void leavesALogbackConfigurationOfTheProgramsOwnInForce() throws Exception {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var own = new ListAppender<ILoggingEvent>();
        own.start();
        context.getLogger("com.acme").addAppender(own);
        try (var _ = Logs.open(config, file)) {
            LoggerFactory.getLogger("com.acme.Desk").info("heard by both");
        } finally {
            context.getLogger("com.acme").detachAppender(own);
        }
        assertThat(own.list).hasSize(1);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void writesWhatIsLoggedThroughThePlatform() {
        try (var _ = Logs.open(config, file)) {
            System.getLogger("dev.muster.transport").log(System.Logger.Level.WARNING, "odd");
        }
        assertThat(lines()[0])
                .contains("\"log.level\":\"WARN\"")
                .contains("\"log.logger\":\"dev.muster.transport\"");
    }

    @Test
    void writesALineSoonWithoutBeingAskedTo() {
        try (var _ = Logs.open(config, file)) {
            LoggerFactory.getLogger("desk").info("soon");
            await().atMost(Duration.ofSeconds(10)).until(() -> file.size() > 0);
        }
    }

    @Test
    void dropsAndCountsLinesRatherThanWaitForAFileThatHangs() throws Exception {
        var release = new CountDownLatch(1);
        try (var lines =
                LineWriter.to(
                        Logs.to(hangingUntil(release)),
                        Logs.ROOM,
                        dropped -> dropped + " were dropped\n")) {
            var line = "x".repeat(1023) + "\n";
            for (int i = 0; i < 2 * Logs.ROOM.capacity() / 1024; i++) {
                lines.add(line.getBytes(StandardCharsets.UTF_8), false);
            }
            release.countDown();
        }
        assertThat(file.toString(StandardCharsets.UTF_8)).contains(" were dropped\n");
        assertThat(file.size()).isLessThan(2 * Logs.ROOM.capacity());
    }

    @Test
    void saysHowManyLinesWereDroppedInALineLikeAnyOther() throws Exception {
        var release = new CountDownLatch(1);
        try (var logs = Logs.open(config, hangingUntil(release))) {
            var log = LoggerFactory.getLogger("desk");
            for (int i = 0; i < 2 * Logs.ROOM.capacity() / 1024; i++) {
                log.info("x".repeat(1024));
            }
            release.countDown();
            logs.flush();
        }
        assertThat(lines())
                .filteredOn(line -> line.contains("log lines were dropped"))
                .singleElement()
                .asString()
                .startsWith("{\"@timestamp\":\"")
                .contains("\"log.level\":\"WARN\"")
                .contains("\"service.name\":\"orders\"")
                .contains("\"service.node.name\":\"orders-2\"");
    }

    private static ServerObserver.Served served(
            String method, String path, String route, int status, String reason) {
        return new ServerObserver.Served(
                TraceContext.root().in(Scope.current()),
                method,
                path,
                route,
                status,
                Duration.ofMillis(4),
                Duration.ofMillis(5),
                !reason.isEmpty(),
                reason);
    }

    private static final class Unspeakable {
        @Override
        public String toString() {
            throw new IllegalStateException("no words");
        }
    }

    private OutputStream hangingUntil(CountDownLatch release) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                file.write(bytes, from, length);
            }
        };
    }

    private String[] lines() {
        return file.toString(StandardCharsets.UTF_8).split("\n");
    }
}
