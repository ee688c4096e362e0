package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

@ExtendWith(LeakCheck.class)
class RequestHeadTest {
    private static final EventLoops LOOPS = EventLoops.create(1);
    private static final HttpListener LISTENER =
            HttpListener.bind(LOOPS, ListenerConfig.loopback(0), new Echo());
    private static final String HOST = "Host: localhost\r\n";

    @AfterAll
    static void close() {
        LISTENER.close();
        LOOPS.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u00c0\u00af HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://u@b/ HTTP/1.0\r\n\r\n",
                "GET http:/// HTTP/1.0\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\n\n",
                "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
                "GET / HTTP/1.\r\nHost: a\r\n\r\n",
                "GET / H\r\n\r\n",
                "G\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 01\r\n\r\na",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\na",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\na",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                        + "Content-Length: 1\r\n\r\na",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void refusesWhatTwoReadersCouldUnderstandDifferently(String request) throws IOException {
        assertIsMalformed(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b",
                "u@a",
                "a:b",
                "a:123456",
                "a:99999",
                "a:65536",
                "a:0",
                "a:-1",
                "a:1:2",
                ":80",
                "%zz",
                "a%",
                "a%4",
                "a%2fb",
                "%2e%2e",
                "..",
                ".",
                ".a",
                "a..b",
                "a b",
                "a/b",
                "a?b",
                "u:p@a",
                "[]",
                "[a]",
                "[:::]",
                "[1.2.3.4]",
                "[fe80::1%lo]",
                "[fe80::1%25]",
                "[::1]80",
                "[::1]:99999",
                "\u00e4",
                "[::1"
            })
    void refusesAHostThatNoRequestMayName(String host) throws IOException {
        assertIsMalformed("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/2.0, 505",
        "GET / HTTP/1.2, 505",
        "CONNECT a:443 HTTP/1.1, 405",
        "TRACE / HTTP/1.1, 405"
    })
    void saysWhatIsNotServed(String requestLine, int status) throws IOException {
        assertThat(ask(requestLine + "\r\n" + HOST + "\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @CsvSource({"Expect: magic, 417", "'Transfer-Encoding: gzip, chunked', 501"})
    void saysWhichFieldIsNotServed(String field, int status) throws IOException {
        assertThat(ask("POST / HTTP/1.1\r\n" + HOST + field + "\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /a?b=??&c=|{} HTTP/1.1, GET /a?b=??&c=|{}",
        "GET http://LOCALHOST/a?b HTTP/1.1, GET /a?b",
        "GET http://localhost HTTP/1.1, GET /",
        "GET http://localhost?a HTTP/1.1, GET /?a",
        "OPTIONS http://localhost HTTP/1.1, OPTIONS *",
        "OPTIONS * HTTP/1.1, OPTIONS *",
        "get / HTTP/1.1, get /",
        "BREW /pot HTTP/1.1, BREW /pot"
    })
    void handsOverWhatIsValid(String requestLine, String received) throws IOException {
        assertThat(ask(requestLine + "\r\n" + HOST + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n" + received + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'/a?q=\u00c3\u00a4', Byte 6 of the request target is 0xC3, which is sent as %C3.",
        "'/a?q=\"b\"', Byte 6 of the request target is 0x22, which is sent as %22.",
        "/a?<b>, Byte 4 of the request target is 0x3C, which is sent as %3C.",
        "/a>, Byte 3 of the request target is 0x3E, which is sent as %3E.",
        "/a#b, Byte 3 of the request target is 0x23, which is sent as %23.",
        "'/a\tb', Byte 3 of the request target is 0x09, which is sent as %09.",
        "'/a\u0000', Byte 3 of the request target is 0x00, which is sent as %00.",
        "\\a, Byte 1 of the request target is 0x5C, which is sent as %5C."
    })
    void saysWhichByteOfATargetCannotStandThere(String target, String sentence) throws IOException {
        assertThat(ask("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.b-c_d:8080",
                "127.0.0.1:1",
                "[::1]:8080",
                "[fe80::1%25e0]",
                "a:",
                "a.:65535",
                "%c3%a4.example",
                "[::ffff:1.2.3.4]"
            })
    void acceptsEveryFormOfHost(String host) throws IOException {
        assertThat(ask("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void bindsTheSizeOfAHead() throws IOException {
        assertThat(ask("GET /" + "a".repeat(8 << 10) + " HTTP/1.1\r\n" + HOST + "\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(ask("GET /" + "a".repeat(9 << 10))).startsWith("HTTP/1.1 414 ");
        assertThat(ask("GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(16 << 10) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(ask("GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(30 << 10)))
                .startsWith("HTTP/1.1 431 ");
        assertThat(ask("GET / HTTP/1.1\r\n" + HOST + "X: a\r\n".repeat(100) + "\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void acceptsTheLargestHead() throws IOException {
        var line = "GET /" + "a".repeat((8 << 10) - 14) + " HTTP/1.1\r\n";
        var fields = HOST + "Connection: close\r\n" + "X: a\r\n".repeat(97);
        var filler = "Y: " + "b".repeat((16 << 10) - fields.length() - 5) + "\r\n";
        assertThat(ask(line + fields + filler + "\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void readsAHeadThatArrivesByteByByte() throws IOException {
        try (var raw = new Raw(LISTENER.port())) {
            for (var c :
                    ("\r\nPOST /a HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nhi").split("")) {
                raw.send(c);
            }
            assertThat(raw.readResponse()).endsWith("POST /a\nhi");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        var requests = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            requests.append("GET /").append(i).append(" HTTP/1.1\r\n").append(HOST).append("\r\n");
        }
        try (var raw = new Raw(LISTENER.port())) {
            var sender = Thread.startVirtualThread(() -> sendQuietly(raw, requests.toString()));
            for (int i = 0; i < 2000; i++) {
                assertThat(raw.readResponse()).endsWith("GET /" + i + "\n");
            }
            sender.join();
        }
    }

    @Test
    void servesHttp10() throws IOException {
        assertThat(ask("GET /old HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("connection: close\r\n");
        try (var raw = new Raw(LISTENER.port())) {
            var request = "GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            assertThat(raw.send(request).readResponse()).contains("connection: keep-alive\r\n");
            assertThat(raw.send(request).readResponse()).contains("connection: keep-alive\r\n");
        }
    }

    @Test
    void believesAnAbsoluteTargetWhereHttp10NamesNoHost() throws IOException {
        assertThat(ask("GET http://a:80/old HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("GET /old\n");
    }

    private static void sendQuietly(Raw raw, String text) {
        try {
            raw.send(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void assertIsMalformed(String request) throws IOException {
        assertThat(ask(request))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("content-type: application/problem+json\r\n")
                .contains("connection: close\r\n")
                .contains("\"status\":400");
    }

    private static String ask(String request) throws IOException {
        return Raw.exchange(LISTENER.port(), request);
    }
}
