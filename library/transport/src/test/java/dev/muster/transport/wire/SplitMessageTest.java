package dev.muster.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** However a message is cut on its way, it means the same. */
class SplitMessageTest {
    private static final int WHOLE = Integer.MAX_VALUE;
    private static final HeadParser.Limits LIMITS = new HeadParser.Limits(8 << 10, 16 << 10, 100);
    private static final String ALPHABET = "GET / HTTP/1.1\r\n: aX0,;=\"\t\u0000\u00e9";

    private final HeadParser parser = new HeadParser();

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsAHeadInPiecesAsItReadsItWhole(int seed) {
        var random = new Random(seed);
        var message = mutated(random, "GET /a?b HTTP/1.1\r\nHost: a\r\nX-Y:  z \r\n\r\nrest");
        var whole = head(Unpooled.wrappedBuffer(message), WHOLE, random);
        for (int i = 0; i < 10; i++) {
            assertThat(head(Unpooled.wrappedBuffer(message), 1 + random.nextInt(9), random))
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsAChunkedBodyInPiecesAsItReadsItWhole(int seed) {
        var random = new Random(seed);
        var message =
                mutated(
                        random,
                        "5;a=\"b\"\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\nT: a\r\n\r\n");
        var whole = body(Unpooled.wrappedBuffer(message), WHOLE, random);
        for (int i = 0; i < 10; i++) {
            assertThat(body(Unpooled.wrappedBuffer(message), 1 + random.nextInt(9), random))
                    .isEqualTo(whole);
        }
    }

    /** The message with up to two bytes changed. */
    private static byte[] mutated(Random random, String message) {
        var bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] =
                    (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return bytes;
    }

    private String head(ByteBuf message, int most, Random random) {
        var in = Unpooled.buffer();
        int searched = 0;
        try {
            while (message.isReadable()) {
                in.writeBytes(message, next(message, most, random));
                int length = parser.find(in, searched, LIMITS);
                if (length > 0) {
                    RequestRules.read(parser, length, LIMITS);
                    return parser.method() + parser.target() + List.of(parser.fields());
                }
                searched = in.readableBytes();
            }
            return "incomplete";
        } catch (BadMessage e) {
            return e.status() + e.detail();
        }
    }

    private static String body(ByteBuf message, int most, Random random) {
        var decoder = new BodyDecoder();
        decoder.startChunked(LIMITS, true);
        var in = Unpooled.buffer();
        var received = new StringBuilder();
        try {
            while (message.isReadable()) {
                in.writeBytes(message, next(message, most, random));
                var piece = decoder.next(in);
                while (piece != null) {
                    received.append(piece.toString(StandardCharsets.ISO_8859_1));
                    piece.release();
                    piece = decoder.next(in);
                }
            }
            return received + (decoder.isComplete() ? " complete" : " incomplete");
        } catch (BadMessage e) {
            return e.detail();
        }
    }

    private static int next(ByteBuf message, int most, Random random) {
        int piece = most == WHOLE ? WHOLE : 1 + random.nextInt(most);
        return Math.min(message.readableBytes(), piece);
    }
}
