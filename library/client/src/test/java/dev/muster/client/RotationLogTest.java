package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;

import dev.muster.balance.Failure;
import dev.muster.discovery.Endpoint;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class RotationLogTest {
    @Test
    void saysInOneLineWhoWasTakenOutAndWhy() {
        try (var lines = new LogLines("dev.muster.client")) {
            var log = new RotationLog();
            var endpoint = Endpoint.of("payments-2", "127.0.0.1", 20_002);
            log.ejected(
                    endpoint,
                    Failure.unreachable("connection refused"),
                    Duration.ofMillis(3),
                    Duration.ofMillis(200));
            log.readmitted(endpoint, Duration.ofMillis(500));
            assertThat(lines.events())
                    .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            tuple(
                                    Level.WARN,
                                    "took payments-2 out of rotation after 3 ms: connection"
                                            + " refused"),
                            tuple(Level.INFO, "took payments-2 back into rotation after 500 ms"));
        }
    }
}
