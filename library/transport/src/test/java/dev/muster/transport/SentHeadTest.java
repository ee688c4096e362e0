package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.transport.wire.HeadWriter;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A head that is told to be within the limits of a listener is within them when it is sent. */
final class SentHeadTest {
    private static final String LONGEST_HOST = "x".repeat(255) + ":65535";
    private static final List<List<String>> LINES =
            List.of(
                    List.of("host", LONGEST_HOST),
                    List.of("te", "trailers"),
                    List.of("upgrade", "websocket"),
                    List.of("connection", "close"),
                    List.of("content-length", "9".repeat(18)),
                    List.of("transfer-encoding", "chunked"),
                    List.of("x-long", "y".repeat(500)),
                    List.of("x", ""));

    private final HeadWriter writer = new HeadWriter();

    @Test
    void isNeverLargerThanWasTold() {
        for (var method : List.of("GET", "POST")) {
            for (int chosen = 0; chosen < 1 << LINES.size(); chosen++) {
                var fields = new FlatHeaders();
                for (int i = 0; i < LINES.size(); i++) {
                    if ((chosen >> i & 1) == 1) {
                        fields.add(LINES.get(i).getFirst(), LINES.get(i).getLast());
                    }
                }
                assertIsWithinWhatWasTold(RequestHead.of(method, "/", fields), true);
                assertIsWithinWhatWasTold(RequestHead.of(method, "/", fields), false);
            }
        }
    }

    private void assertIsWithinWhatWasTold(RequestHead head, boolean empty) {
        writer.request(head.method(), head.target(), head.fields(), LONGEST_HOST, empty);
        var sent = Unpooled.buffer();
        writer.moveTo(sent);
        var text = sent.toString(StandardCharsets.ISO_8859_1);
        var section = text.substring(text.indexOf('\n') + 1, text.length() - 2);
        int lines = (int) section.lines().count();

        assertThat(head.isTakenBy(limits(1 << 20, 100))).isTrue();
        assertThat(head.isTakenBy(limits(1 << 20, lines - 1))).as(text).isFalse();
        if (section.length() > 64) {
            assertThat(head.isTakenBy(limits(section.length() - 1, 100))).as(text).isFalse();
        }
    }

    private static ListenerConfig limits(int bytes, int lines) {
        return ListenerConfig.loopback(0).withHeadLimits(8 << 10, bytes, Math.max(1, lines));
    }
}
