package dev.muster.gateway.log;

import static dev.muster.gateway.Patience.eventually;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.telemetry.LineWriter;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

class AccessLogTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T09:08:07.006Z"), ZoneOffset.UTC);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void writesOneLineWithTheNamesOfTheElasticCommonSchema() {
        var outcome = outcome("/orders/7");
        outcome.service = "orders";
        outcome.replica = "orders-2";
        outcome.status = 201;
        outcome.requestBytes = 12;
        outcome.responseBytes = 3456;
        log(outcome, 1_234_567);
        assertThat(text())
                .isEqualTo(
                        """
                        {"@timestamp":"2026-11-23T09:08:07.006Z","log.level":"INFO",\
                        "event.dataset":"gateway.access","service.name":"gateway",\
                        "service.origin.name":"edge","service.target.name":"orders",\
                        "service.target.node.name":"orders-2","client.ip":"127.0.0.1",\
                        "http.request.method":"GET","url.path":"/orders/7",\
                        "http.request.body.bytes":12,"http.response.status_code":201,\
                        "http.response.body.bytes":3456,"event.duration":1234567,\
                        "trace.id":"0af7651916cd43dd8448eb211c80319c"}
                        """);
    }

    @Test
    void escapesWhatCouldForgeALineOrATerminal() {
        log(outcome("/\"\\\n\u001b[2Jé"), 0);
        assertThat(text())
                .contains("\"url.path\":\"/\\u0022\\u005c\\u000a\\u001b[2J\\u00e9\"")
                .hasLineCount(1);
    }

    @Test
    void cutsLongTexts() {
        log(outcome("/" + "x".repeat(8000)), 0);
        assertThat(text().length()).isLessThan(2000);
    }

    @Test
    void countsWhatAFailingSinkLost() {
        LineWriter.Sink failing =
                _ -> {
                    throw new IOException("disk full");
                };
        var log = AccessLog.to(failing, CLOCK);
        try (log) {
            log.append(outcome("/a"), 0);
            log.append(outcome("/b"), 0);
        }
        assertThat(log.droppedLines()).isEqualTo(2);
    }

    @Test
    void aLineThatASinkTookInPartSpoilsNoOther() {
        var failing = new AtomicBoolean(true);
        try (var log =
                AccessLog.to(
                        lines -> {
                            if (failing.get()) {
                                drain(lines.slice(0, 10));
                                lines.position(10);
                                throw new IOException("disk full");
                            }
                            drain(lines);
                        },
                        CLOCK)) {
            log.append(outcome("/a"), 0);
            eventually().until(() -> log.droppedLines() == 1);
            failing.set(false);
            log.append(outcome("/b"), 0);
        }
        assertThat(text().lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("{")
                .contains("\"/b\"")
                .endsWith("}");
    }

    @Test
    void aSinkThatHangsCostsLinesAndNoMemory() {
        var hanging = new CountDownLatch(1);
        try (var log =
                AccessLog.to(
                        lines -> {
                            awaitUninterruptibly(hanging);
                            lines.position(lines.limit());
                        },
                        CLOCK)) {
            for (int i = 0; i < 20_000; i++) {
                log.append(outcome("/" + "x".repeat(1000)), 0);
            }
            assertThat(log.droppedLines()).isGreaterThan(15_000);
            hanging.countDown();
        }
    }

    private void log(Outcome outcome, long nanos) {
        try (var log = AccessLog.to(lines -> drain(lines), CLOCK)) {
            log.append(outcome, nanos);
        }
    }

    private void drain(java.nio.ByteBuffer lines) {
        var bytes = new byte[lines.remaining()];
        lines.get(bytes);
        written.writeBytes(bytes);
    }

    private String text() {
        return written.toString(StandardCharsets.US_ASCII);
    }

    private static Outcome outcome(String path) {
        var outcome = new Outcome(0, "edge", "127.0.0.1", "GET", path);
        outcome.traceId = "0af7651916cd43dd8448eb211c80319c";
        return outcome;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
