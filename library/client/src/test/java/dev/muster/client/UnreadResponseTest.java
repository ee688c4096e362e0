package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Streamed responses that their caller never reads or closes. */
@Timeout(120)
class UnreadResponseTest {
    private static final int RESPONSES = 50;

    /** Long enough for a reader to begin within it whose machine is busy. */
    private static final Duration UNREAD = Duration.ofMillis(500);

    private final AtomicInteger cut = new AtomicInteger();

    @Test
    void areGivenUpAndNamedInTheLog() throws Exception {
        var config = ClientConfig.STANDARD.withUnreadDeadline(Duration.ofMillis(200));
        try (var lines = new LogLines("dev.muster.client");
                var replica = new Replica("catalog-1", this::streamForEver);
                var stage = new Stage(config, replica)) {
            var responses = new ArrayList<Response>();
            for (int i = 0; i < RESPONSES; i++) {
                responses.add(
                        stage.peers.handler(Stage.SERVICE).handle(Request.get("/export?key=1")));
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> cut.get() == RESPONSES);
            assertThat(lines.messages())
                    .filteredOn(line -> line.contains("gave up the response of catalog"))
                    .hasSize(RESPONSES)
                    .allSatisfy(line -> assertThat(line).contains("GET /export:"));
            assertThatThrownBy(() -> responses.getFirst().body().open().transferTo(sink()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("nobody read this body");
        }
    }

    @Test
    void areNotTakenForOnesWhoseReaderWaitsForThePeer() throws Exception {
        var config = ClientConfig.STANDARD.withUnreadDeadline(UNREAD);
        var looked = new CountDownLatch(1);
        Replica.Script late =
                (_, connection) -> {
                    connection.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    connection.waitFor(looked);
                    connection.raw("3\r\nyes\r\n0\r\n\r\n");
                };
        try (var replica = new Replica("catalog-1", late);
                var stage = new Stage(config, replica)) {
            var response = stage.peers.handler(Stage.SERVICE).handle(Request.get("/"));
            try (var in = response.body().open()) {
                // The loop has one clock: when this runs, it has looked for a reader more than
                // once.
                var afterDeadlines = UNREAD.multipliedBy(5).toMillis();
                var _ =
                        stage.loops
                                .next()
                                .schedule(looked::countDown, afterDeadlines, MILLISECONDS);
                assertThat(in.readAllBytes()).isEqualTo("yes".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private void streamForEver(Replica.Received request, Replica.Connection connection)
            throws IOException {
        connection.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        try {
            while (true) {
                connection.raw("400\r\n" + "x".repeat(1024) + "\r\n");
            }
        } finally {
            cut.incrementAndGet();
        }
    }

    private static OutputStream sink() {
        return OutputStream.nullOutputStream();
    }
}
