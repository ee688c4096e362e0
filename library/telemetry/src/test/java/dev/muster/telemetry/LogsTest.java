package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

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
    void writesALineForEachRequest() throws Exception {
        try (var logs = Logs.open(config, file)) {
            var served =
                    Handler.pipeline(
                            request -> Response.of(201),
                            Tracing.server(),
                            logs.accessLog(Set.of("/metrics")));
            var request = Request.of("POST", "/orders/1?token=secret");
            served.handle(request.withRoute("/orders/{id}", Map.of()));
            served.handle(Request.get("/metrics").withRoute("/metrics", Map.of()));
        }
        assertThat(lines()).hasSize(1);
        assertThat(lines()[0])
                .contains("\"message\":\"POST /orders/1 201\"")
                .contains("\"url.path\":\"/orders/1\"")
                .contains("\"http.route\":\"/orders/{id}\"")
                .contains("\"http.response.status_code\":201")
                .containsPattern("\"event.duration\":\\d+\\}")
                .containsPattern("\"trace.id\":\"[0-9a-f]{32}\"")
                .doesNotContain("secret");
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
                new LineBuffer(hangingUntil(release), dropped -> dropped + " were dropped\n")) {
            var line = "x".repeat(1023) + "\n";
            for (int i = 0; i < 2 * LineBuffer.CAPACITY / 1024; i++) {
                lines.add(line.getBytes(StandardCharsets.UTF_8), false);
            }
            release.countDown();
        }
        assertThat(file.toString(StandardCharsets.UTF_8)).contains(" were dropped\n");
        assertThat(file.size()).isLessThan(LineBuffer.CAPACITY + (1 << 20));
    }

    @Test
    void saysHowManyLinesWereDroppedInALineLikeAnyOther() throws Exception {
        var release = new CountDownLatch(1);
        try (var logs = Logs.open(config, hangingUntil(release))) {
            var log = LoggerFactory.getLogger("desk");
            for (int i = 0; i < 2 * LineBuffer.CAPACITY / 1024; i++) {
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
