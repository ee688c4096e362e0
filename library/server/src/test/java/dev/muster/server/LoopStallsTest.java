package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.muster.http.Request;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.time.Duration;

class LoopStallsTest {
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(LoopStalls.class);

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(appender);
    }

    @Test
    void namesTheRouteThatKeptItsLoopForLongAndDoesNotSaySoAllTheTime() {
        var stalls = new LoopStalls(System::nanoTime);
        stalls.check(Request.get("/quick"), Duration.ofMillis(200).toNanos());
        stalls.check(Request.get("/slow?token=x"), Duration.ofMillis(312).toNanos());
        stalls.check(Request.get("/slow"), Duration.ofMillis(312).toNanos());
        assertThat(appender.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "GET /slow kept the event loop for 312 ms, and every other connection of"
                                + " that loop waited: make its route one that may block, in place"
                                + " of nonBlocking");
    }
}
