package dev.muster.examples.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.service.RunningService;
import dev.muster.service.Service;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class EchoServiceTest {
    private final RunningService echo =
            Service.create("echo", EchoService::describe).start(Map.of("PORT", "0"));

    @AfterEach
    void stop() {
        echo.close();
    }

    @ParameterizedTest
    @CsvSource({"GET /", "POST /", "PUT /a/b?c=d", "BREW /pot", "OPTIONS *", "DELETE /%7Bx%7D"})
    void answersAnyMethodOnAnyPathAtLength(String line) throws IOException {
        var target = line.substring(line.indexOf(' ') + 1);
        assertThat(send(line, "", ""))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"target\":\"" + target + "\"")
                .hasSizeGreaterThan(1024);
    }

    @Test
    void showsEveryHeaderAndTheBodyAsJsonOrText() throws IOException {
        var answer = send("POST /", "X-Tea: green\r\nx-tea: black\r\n", "{\"pots\": 2}");
        assertThat(answer)
                .contains("\"X-Tea\":[\"green\",\"black\"]")
                .contains("\"body\":{\"pots\":2}");
        assertThat(send("POST /", "", "two pots")).contains("\"body\":\"two pots\"");
    }

    private String send(String line, String headers, String body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), echo.port())) {
            var request =
                    line
                            + " HTTP/1.1\r\nHost: echo\r\nConnection: close\r\nContent-Length: "
                            + body.length()
                            + "\r\n"
                            + headers
                            + "\r\n"
                            + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
