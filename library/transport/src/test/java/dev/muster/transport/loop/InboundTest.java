package dev.muster.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.transport.LeakCheck;

import io.netty.channel.socket.nio.NioSocketChannel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class InboundTest {

    @Test
    void letsGoOfWhatHasBeenTakenThoughItIsNeverEmpty() {
        var channel = new NioSocketChannel();
        var in = new Inbound(channel);
        try {
            in.add(channel.alloc().buffer(1).writeZero(1));
            for (int i = 0; i < 10_000; i++) {
                in.add(channel.alloc().buffer(1000).writeZero(1000));
                in.bytes().skipBytes(1000);
            }
            assertThat(in.bytes().readableBytes()).isEqualTo(1);
            assertThat(in.bytes().capacity()).isLessThan(64 << 10);
        } finally {
            in.release();
            channel.unsafe().closeForcibly();
        }
    }
}
