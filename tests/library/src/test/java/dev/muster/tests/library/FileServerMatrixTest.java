package dev.muster.tests.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.service.RunningService;
import dev.muster.service.Service;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Map;

/** A service's files as RFC 9110 has them served: each condition, range and path over a socket. */
class FileServerMatrixTest {
    private static final RunningService SERVICE =
            Service.create("site", s -> s.files("/", "site")).start(Map.of("PORT", "0"));
    private static final String FILE = "/digits.txt";

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // TAG and DATE stand for what the first answer says of the file.
                "GET  | If-None-Match: TAG                                | 304 | ``",
                "GET  | If-None-Match: W/TAG                              | 304 | ``",
                "GET  | If-None-Match: \"a\", W/\"b,c\", TAG              | 304 | ``",
                "GET  | If-None-Match: *                                  | 304 | ``",
                "HEAD | If-None-Match: TAG                                | 304 | ``",
                "GET  | If-None-Match: \"a\"                              | 200 | 0123456789",
                "GET  | If-Match: TAG                                     | 200 | 0123456789",
                "GET  | If-Match: *                                       | 200 | 0123456789",
                "HEAD | If-Match: *                                       | 200 | ``",
                "GET  | If-Modified-Since: DATE                           | 304 | ``",
                "GET  | If-Modified-Since: Mon, 01 Jan 1990 00:00:00 GMT  | 200 | 0123456789",
                "GET  | If-Modified-Since: soon                           | 200 | 0123456789",
                "GET  | If-Unmodified-Since: DATE                         | 200 | 0123456789",
                "GET  | Range: bytes=2-4                                  | 206 | 234",
                "GET  | Range: bytes=8-                                   | 206 | 89",
                "GET  | Range: bytes=-3                                   | 206 | 789",
                "GET  | Range: bytes=0-0                                  | 206 | 0",
                "GET  | Range: bytes=5-4                                  | 200 | 0123456789",
                "GET  | Range: bytes=0-1,4-5                              | 200 | 0123456789",
                "GET  | Range: apples=0-1                                 | 200 | 0123456789",
                "HEAD | Range: bytes=2-4                                  | 200 | ``",
                "GET  | Range: bytes=2-4;If-Range: TAG                    | 206 | 234",
                "GET  | Range: bytes=2-4;If-Range: DATE                   | 206 | 234",
                "GET  | Range: bytes=2-4;If-Range: \"a\"                  | 200 | 0123456789",
                "GET  | Range: bytes=2-4;If-Range: W/TAG                  | 200 | 0123456789",
                "GET  | Range: bytes=2-4;If-None-Match: TAG               | 304 | ``",
            })
    void answersEachConditionAndRange(String method, String lines, int status, String body)
            throws IOException {
        var first = Wire.ask(SERVICE.port(), "GET", FILE);
        var filled =
                lines.replace("TAG", first.header("ETag").orElseThrow())
                        .replace("DATE", first.header("Last-Modified").orElseThrow());
        var answer = Wire.ask(SERVICE.port(), method, FILE, filled.split(";"));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        if (status == 200) {
            assertThat(answer.header("Content-Length")).contains("10");
            assertThat(answer.header("Accept-Ranges")).contains("bytes");
        }
        if (status == 206) {
            assertThat(answer.header("Content-Length")).contains("" + body.length());
            assertThat(answer.header("Content-Range").orElse("")).endsWith("/10");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"If-Match: \"a\"", "If-Unmodified-Since: Mon, 01 Jan 1990 00:00:00 GMT"})
    void refusesWhatIsMeantForAnotherState(String line) throws IOException {
        var answer = Wire.ask(SERVICE.port(), "GET", FILE, line);
        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({FILE + ",bytes=10-,bytes */10", "/empty.txt,bytes=0-,bytes */0"})
    void saysThatThereIsNoSuchPart(String path, String range, String length) throws IOException {
        var answer = Wire.ask(SERVICE.port(), "GET", path, "Range: " + range);
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("Content-Range")).contains(length);
    }

    @ParameterizedTest
    @CsvSource({
        "/digits.txt,   text/plain; charset=utf-8",
        "/app.mjs,      text/javascript; charset=utf-8",
        "/css/page.css, text/css; charset=utf-8",
        "/sum.wasm,     application/wasm",
        "/dot.gif,      image/gif",
        "/paper.pdf,    application/pdf",
        "/app.js.map,   application/json",
    })
    void saysWhatEachFileIs(String path, String type) throws IOException {
        assertThat(Wire.ask(SERVICE.port(), "GET", path).header("Content-Type")).contains(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/css/..%2f..%2fsecret.txt",
                "/..%5csecret.txt",
                "/css%5c..%5c..%5csecret.txt",
                "/digits.txt%00.css",
                "/%c0%ae%c0%ae/secret.txt",
                "/",
                "/css",
                "/css/",
                "//digits.txt",
                "/css//page.css",
                "/DIGITS.TXT",
                "/none.txt",
                "/site/digits.txt",
            })
    void servesNothingElse(String path) throws IOException {
        var answer = Wire.ask(SERVICE.port(), "GET", path);
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("not for you");
    }

    @Test
    void isReadOnly() throws IOException {
        var answer = Wire.ask(SERVICE.port(), "DELETE", FILE);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET, HEAD, OPTIONS");
    }
}
