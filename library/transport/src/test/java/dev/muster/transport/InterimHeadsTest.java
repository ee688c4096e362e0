package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.transport.loop.Inbound;
import dev.muster.transport.wire.BadMessage;
import dev.muster.transport.wire.HeadParser;

import io.netty.buffer.Unpooled;
import io.netty.channel.socket.nio.NioSocketChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A peer that tells of its progress is waited for; one that floods is not. */
@ExtendWith(LeakCheck.class)
class InterimHeadsTest {
    private static final String PROCESSING = "HTTP/1.1 102 Processing\r\n\r\n";

    private final NioSocketChannel channel = new NioSocketChannel();
    private final Inbound in = new Inbound(channel);
    private final ResponseReader responses =
            new ResponseReader(in, new HeadParser(), new HeadParser.Limits(1024, 1024, 10));

    @AfterEach
    void close() {
        in.release();
        channel.unsafe().closeForcibly();
    }

    @Test
    void maySayEverySecondForAnHourThatItIsAtWork() throws BadMessage {
        responses.begin();
        // The clock may be anywhere, below zero too.
        for (int second = -1800; second < 1800; second++) {
            skipOneAt(TimeUnit.SECONDS.toNanos(second));
        }
        assertThat(responses.hasBegun()).isTrue();
        receive("HTTP/1.1 200 OK\r\n\r\n");
        assertThat(responses.readHead()).isEqualTo(200);
    }

    @Test
    void mayHaveMuchToSayAtOnceAndAgainLater() throws BadMessage {
        responses.begin();
        for (int second = 0; second < 10; second += 2) {
            for (int i = 0; i < 32; i++) {
                skipOneAt(TimeUnit.SECONDS.toNanos(second));
            }
        }
    }

    @Test
    void mayNotFlood() throws BadMessage {
        responses.begin();
        assertThatExceptionOfType(BadMessage.class)
                .isThrownBy(
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                skipOneAt(TimeUnit.MILLISECONDS.toNanos(10L * i));
                            }
                        })
                .withMessageContaining("interim heads");
    }

    private void skipOneAt(long now) throws BadMessage {
        receive(PROCESSING);
        assertThat(responses.readHead()).isEqualTo(102);
        responses.skipInterim(now);
    }

    private void receive(String text) {
        in.add(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }
}
