package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.discovery.Endpoint;
import dev.muster.transport.EventLoops;
import dev.muster.transport.ExchangeHandler;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.HttpListener;
import dev.muster.transport.ListenerConfig;

import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Bodies, versions and interim responses, as both sides see them. */
class MessageShapesTest {
    @Test
    void answersToHeadHaveALengthAndNoBody() throws IOException {
        try (var replica =
                        RawUpstream.replying(
                                "a",
                                (_, peer) ->
                                        peer.write(
                                                "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"));
                var scene = Scene.of(replica);
                var client = new RawClient(scene.port())) {
            for (int i = 0; i < 2; i++) {
                client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readHead()).contains("200 OK").containsIgnoringCase("length: 7");
            }
        }
    }

    @Test
    void statusesWithoutABodyHaveNone() throws IOException {
        try (var replica =
                        RawUpstream.replying(
                                "a",
                                (head, peer) ->
                                        peer.write(
                                                head.startsWith("GET /304")
                                                        ? Wire.head(
                                                                "HTTP/1.1 304 Not Modified",
                                                                "Content-Length: 99")
                                                        : "HTTP/1.1 204 No Content\r\n\r\n"));
                var scene = Scene.of(replica);
                var client = new RawClient(scene.port())) {
            assertThat(client.send("GET /304 HTTP/1.1\r\nHost: a\r\n\r\n").readHead())
                    .contains("304");
            assertThat(client.send("GET /204 HTTP/1.1\r\nHost: a\r\n\r\n").readHead())
                    .contains("204")
                    .doesNotContainIgnoringCase("content-length");
            assertThat(client.send("GET /304 HTTP/1.1\r\nHost: a\r\n\r\n").readHead())
                    .contains("304");
        }
    }

    @Test
    void chunkedAnswersStayChunkedForHttp11AndEndByCloseForHttp10() throws IOException {
        try (var replica =
                        RawUpstream.replying(
                                "a",
                                (_, peer) ->
                                        peer.write(
                                                Wire.head(
                                                                "HTTP/1.1 200 OK",
                                                                "Transfer-Encoding: chunked",
                                                                "Trailer: X-Sum")
                                                        + "3;x=y\r\n"
                                                        + "abc\r\n"
                                                        + "2\r\n"
                                                        + "de\r\n"
                                                        + "0\r\n"
                                                        + "X-Sum: 1\r\n\r\n"));
                var scene = Scene.of(replica)) {
            var modern = RawClient.get(scene.port(), "/");
            assertThat(modern.header("transfer-encoding")).isEqualTo("chunked");
            assertThat(modern.header("trailer")).isEmpty();
            assertThat(modern.body()).isEqualTo("abcde");
            var old = RawClient.ask(scene.port(), "GET / HTTP/1.0\r\n\r\n");
            assertThat(old.head()).doesNotContainIgnoringCase("chunked");
            assertThat(old.body()).isEqualTo("abcde");
        }
    }

    @Test
    void aServiceIsSpokenToInHttp11WhateverTheClientSpeaks() throws IOException {
        try (var replica = RawUpstream.named("a");
                var scene = Scene.of(replica)) {
            var answer =
                    RawClient.ask(scene.port(), "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(answer.header("connection")).isEqualTo("keep-alive");
            assertThat(replica.heads())
                    .singleElement()
                    .asString()
                    .startsWith("GET / HTTP/1.1")
                    .contains("via: 1.0 muster")
                    .containsIgnoringCase("host: ");
        }
    }

    @Test
    void anAnswerThatEndsByCloseIsPassedOnWhole() throws IOException {
        try (var replica =
                        RawUpstream.holding(
                                "a",
                                peer -> {
                                    peer.readHead();
                                    peer.write("HTTP/1.0 200 OK\r\n\r\nall of it");
                                });
                var scene = Scene.of(replica)) {
            assertThat(RawClient.get(scene.port(), "/").body()).isEqualTo("all of it");
        }
    }

    @Test
    void bodiesReachTheServiceInEitherFraming() throws IOException {
        try (var replica =
                        RawUpstream.holding(
                                "a",
                                peer -> {
                                    for (var head = peer.readHead();
                                            !head.isEmpty();
                                            head = peer.readHead()) {
                                        var body = Wire.readBody(head, peer.in());
                                        peer.write(
                                                RawUpstream.ok(
                                                        new String(
                                                                body,
                                                                java.nio.charset.StandardCharsets
                                                                        .ISO_8859_1)));
                                    }
                                });
                var scene = Scene.of(replica);
                var client = new RawClient(scene.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.read().body()).isEqualTo("hello");
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc");
            client.send("\r\n2\r\nde\r\n0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("abcde");
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void interimAnswersAreNotTakenForTheFinalOne() throws IOException {
        try (var replica =
                        RawUpstream.replying(
                                "a",
                                (_, peer) ->
                                        peer.write(
                                                Wire.head("HTTP/1.1 100 Continue")
                                                        + Wire.head(
                                                                "HTTP/1.1 103 Early Hints",
                                                                "Link: </a>")
                                                        + RawUpstream.ok("final")));
                var scene = Scene.of(replica)) {
            var old = RawClient.ask(scene.port(), "GET / HTTP/1.0\r\n\r\n");
            assertThat(old.body()).isEqualTo("final");
        }
    }

    @Test
    void aClientThatWaitsIsToldToContinue() throws IOException {
        try (var replica = RawUpstream.named("a");
                var scene = Scene.of(replica);
                var client = new RawClient(scene.port())) {
            client.send(
                    Wire.head(
                            "PUT / HTTP/1.1",
                            "Host: a",
                            "Expect: 100-continue",
                            "Content-Length: 3"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
            assertThat(client.send("abc").read().body()).isEqualTo("a");
            assertThat(replica.heads().getFirst()).doesNotContainIgnoringCase("expect");
        }
    }

    @Test
    void aClientThatWaitsIsNotToldToContinueWhenNobodyIsThere() throws IOException {
        try (var scene = new Scene().serving();
                var client = new RawClient(scene.port())) {
            client.send(
                    Wire.head(
                            "PUT / HTTP/1.1",
                            "Host: a",
                            "Expect: 100-continue",
                            "Content-Length: 3"));
            assertThat(client.read().status()).isEqualTo(503);
        }
    }

    @Test
    void aBodyOverTheLimitIsRefusedBeforeAServiceSeesIt() throws IOException {
        try (var replica = RawUpstream.named("a");
                var scene =
                        new Scene(c -> c.withEdge(c.edge().withMaxBodyBytes(10)))
                                .serving(replica)) {
            var answer =
                    RawClient.ask(
                            scene.port(),
                            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
            assertThat(answer.status()).isEqualTo(413);
            assertThat(replica.heads()).isEmpty();
        }
    }

    @Test
    void fieldsBehindABodyGoBothWays() throws IOException {
        var sum = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n";
        var body = "2\r\nhi\r\n0\r\nX-Sum: 1\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n";
        try (var replica = RawUpstream.holding("a", MessageShapesTest::answerTrailers);
                var scene = Scene.of(replica);
                var client = new RawClient(scene.port())) {
            client.send(sum + "TE: trailers\r\n\r\n" + body);
            assertThat(client.readHead()).containsIgnoringCase("transfer-encoding: chunked");
            assertThat(readLines(client.in(), 6))
                    .containsExactly("2", "ok", "0", "X-Took: 5", "X-Asked: X-Sum: 1", "");

            client.send(sum + "\r\n" + body).readHead();
            assertThat(readLines(client.in(), 4)).containsExactly("2", "ok", "0", "");

            assertThat(replica.heads().getFirst())
                    .contains("\r\nte: trailers\r\n")
                    .contains("\r\nconnection: te\r\n");
            assertThat(replica.heads().getLast())
                    .doesNotContain("\r\nte:")
                    .doesNotContain("\r\nconnection:");
        }
    }

    @Test
    void aServiceThatSendsFieldsBehindABodyOnlyWhenAskedIsAsked() throws IOException {
        ExchangeHandler sum =
                exchange -> {
                    exchange.respond(200, new FlatHeaders());
                    exchange.trailers(new FlatHeaders().add("X-Sum", "7"));
                    exchange.end();
                };
        try (var loops = EventLoops.create(1);
                var service = HttpListener.bind(loops, ListenerConfig.loopback(0), sum);
                var scene = new Scene();
                var client = new RawClient(scene.port())) {
            var endpoint = new Endpoint("svc-1", "127.0.0.1", service.port(), Map.of());
            scene.registry.publish("svc", List.of(endpoint));
            scene.gateway.routes(RouteTable.of(new Route("/", "svc")));

            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: TE\r\nTE: trailers\r\n\r\n");
            assertThat(client.readHead()).containsIgnoringCase("transfer-encoding: chunked");
            assertThat(readLines(client.in(), 3)).containsExactly("0", "X-Sum: 7", "");
        }
    }

    private static void answerTrailers(RawUpstream.Peer peer) throws IOException {
        for (var head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
            var asked = readLines(peer.in(), 5);
            assertThat(asked).startsWith("2", "hi", "0").endsWith("");
            peer.write(
                    Wire.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                            + "2\r\nok\r\n0\r\nX-Took: 5\r\nX-Asked: "
                            + asked.get(3)
                            + "\r\n\r\n");
        }
    }

    private static List<String> readLines(InputStream in, int count) throws IOException {
        var lines = new ArrayList<String>();
        while (lines.size() < count) {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("ended after " + lines);
                }
                line.append((char) c);
            }
            lines.add(line.toString().strip());
        }
        return lines;
    }
}
