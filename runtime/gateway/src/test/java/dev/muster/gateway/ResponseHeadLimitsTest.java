package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.transport.PoolConfig;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;

/** What the gateway passes on of a service is never too much for a client of the library. */
class ResponseHeadLimitsTest {
    private static final PoolConfig CLIENT = PoolConfig.standard();

    /** Passed on, each of these lines is one byte longer than it came. */
    @ParameterizedTest
    @CsvSource({
        "200, 980, 10",
        "502, 1000, 10",
        "200, 980, 60",
        "200, 983, 63",
        "200, 1, 63000",
        "502, 1, 63500",
        "502, 1, 65530",
        "502, 990, 10",
        "502, 999, 62"
    })
    void headsOfEverySize(int status, int fields, int length) throws IOException {
        var lines = ("X:" + "y".repeat(length - 4) + "\r\n").repeat(fields);
        var head = "HTTP/1.1 200 OK\r\n" + lines;
        for (var framed : List.of("\r\n", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) {
            try (var replica =
                            RawUpstream.holding(
                                    "a",
                                    peer -> {
                                        peer.readHead();
                                        peer.write(head + framed);
                                    });
                    var scene = Scene.of(replica)) {
                assertTaken(status, RawClient.get(scene.port(), "/"));
            }
        }
    }

    private static void assertTaken(int status, RawClient.Answer answer) {
        var head = answer.head();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(head.length() - head.indexOf("\r\n") - 4)
                .isLessThanOrEqualTo(CLIENT.maxHeadBytes());
        assertThat(head.strip().lines().skip(1).count())
                .isLessThanOrEqualTo(CLIENT.maxHeadFields());
    }
}
