package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** RFC 9110, sections 8.8, 13 and 14, as a matrix of one request header against the answer. */
class StaticFileTest {
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);
    private static final Instant MODIFIED = Instant.ofEpochSecond(784_111_777, 123_456_789);
    private static final String TAG =
            StaticFile.of("a.txt", CONTENT, MODIFIED)
                    .answer(Request.get("/a.txt"))
                    .header("ETag")
                    .orElseThrow();

    private final StaticFile file = StaticFile.of("a.txt", CONTENT, MODIFIED);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // TAG stands for the file's own tag.
                "If-None-Match       | TAG                             | 304",
                "If-None-Match       | W/TAG                           | 304",
                "If-None-Match       | *                               | 304",
                "If-None-Match       | \"x\", TAG                      | 304",
                "If-None-Match       | \"x\",W/\"y\" ,, W/TAG          | 304",
                "If-None-Match       | \"a,b\", TAG                    | 304",
                "If-None-Match       | \"x\"                           | 200",
                "If-None-Match       | W/\"x\"                         | 200",
                "If-None-Match       | \"\"                            | 200",
                "If-None-Match       | unquoted                        | 200",
                "If-None-Match       | w/TAG                           | 200",
                "If-Match            | TAG                             | 200",
                "If-Match            | *                               | 200",
                "If-Match            | \"x\", TAG                      | 200",
                "If-Match            | W/TAG                           | 412",
                "If-Match            | \"x\"                           | 412",
                "If-Match            | unquoted                        | 412",
                "If-Modified-Since   | Sun, 06 Nov 1994 08:49:37 GMT   | 304",
                "If-Modified-Since   | Sunday, 06-Nov-94 08:49:37 GMT  | 304",
                "If-Modified-Since   | Sun Nov  6 08:49:38 1994        | 304",
                "If-Modified-Since   | Sun, 06 Nov 1994 08:49:36 GMT   | 200",
                "If-Modified-Since   | yesterday                       | 200",
                "If-Unmodified-Since | Sun, 06 Nov 1994 08:49:37 GMT   | 200",
                "If-Unmodified-Since | Sun, 06 Nov 1994 08:49:36 GMT   | 412",
                "If-Unmodified-Since | yesterday                       | 200",
                "Range               | bytes=0-3                       | 206",
                "Range               | bytes=9-                        | 206",
                "Range               | bytes=-4                        | 206",
                "Range               | bytes=-99999                    | 206",
                "Range               | bytes=0-99999999999999999999999 | 206",
                "Range               | BYTES=0-3                       | 206",
                "Range               | bytes=10-                       | 416",
                "Range               | bytes=99999999999999999999-     | 416",
                "Range               | bytes=-0                        | 416",
                "Range               | bytes=3-2                       | 200",
                "Range               | bytes=-                         | 200",
                "Range               | bytes=a-b                       | 200",
                "Range               | lines=0-3                       | 200",
                "Range               | bytes=0-1,3-4                   | 200",
            })
    void answersOneCondition(String name, String value, int status) {
        var request = Request.get("/a.txt").withHeader(name, value.replace("TAG", TAG));
        assertThat(status(request)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bytes=0-3   | 0123   | bytes 0-3/10",
                "bytes=7-    | 789    | bytes 7-9/10",
                "bytes=-2    | 89     | bytes 8-9/10",
                "bytes=5-500 | 56789  | bytes 5-9/10",
                "bytes=9-9   | 9      | bytes 9-9/10",
            })
    void sendsThePartThatIsAskedFor(String range, String part, String span) throws Exception {
        var response = file.answer(Request.get("/a.txt").withHeader("Range", range));
        assertThat(response.body().text()).isEqualTo(part);
        assertThat(response.body().bytes()).hasSize(part.length());
        assertThat(response.body().length()).hasValue(part.length());
        assertThat(response.header("Content-Range")).contains(span);
        assertThat(response.header("ETag")).contains(TAG);
        assertThat(response.header("Content-Type")).contains("text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TAG                           | 206",
                "Sun, 06 Nov 1994 08:49:37 GMT | 206",
                "W/TAG                         | 200",
                "\"x\"                         | 200",
                "Sun, 06 Nov 1994 08:49:38 GMT | 200",
                "nonsense                      | 200",
            })
    void sendsTheRestOnlyOfWhatTheClientHas(String condition, int status) {
        var request =
                Request.get("/a.txt")
                        .withHeader("Range", "bytes=5-")
                        .withHeader("If-Range", condition.replace("TAG", TAG));
        assertThat(status(request)).isEqualTo(status);
    }

    @Test
    void weighsConditionsInTheOrderOfTheStandard() {
        var get = Request.get("/a.txt");
        var older = "Sun, 06 Nov 1994 08:49:36 GMT";
        var now = "Sun, 06 Nov 1994 08:49:37 GMT";
        // A tag counts and the date beside it does not.
        assertThat(
                        status(
                                get.withHeader("If-None-Match", "\"x\"")
                                        .withHeader("If-Modified-Since", now)))
                .isEqualTo(200);
        assertThat(status(get.withHeader("If-Match", TAG).withHeader("If-Unmodified-Since", older)))
                .isEqualTo(200);
        // What has to hold is asked before what spares a transfer, and that before a range.
        assertThat(status(get.withHeader("If-Match", "\"x\"").withHeader("If-None-Match", TAG)))
                .isEqualTo(412);
        assertThat(status(get.withHeader("If-None-Match", TAG).withHeader("Range", "bytes=0-1")))
                .isEqualTo(304);
        // Tags may come in several lines.
        assertThat(
                        status(
                                get.withHeaders(
                                        Headers.of(
                                                "If-None-Match", "\"x\"", "If-None-Match", TAG))))
                .isEqualTo(304);
    }

    @Test
    void answersHeadAsGetButForRanges() {
        var head = Request.of("HEAD", "/a.txt");
        assertThat(status(head)).isEqualTo(200);
        assertThat(status(head.withHeader("If-None-Match", TAG))).isEqualTo(304);
        assertThat(status(head.withHeader("Range", "bytes=0-1"))).isEqualTo(200);
    }

    @Test
    void saysHowLongItIsToWhoAsksForAPartThatThereIsNot() {
        assertThatThrownBy(() -> file.answer(Request.get("/").withHeader("Range", "bytes=10-")))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem ->
                                assertThat(problem.headers().first("Content-Range"))
                                        .contains("bytes */10"));
        var empty = StaticFile.of("a.txt", new byte[0], MODIFIED);
        assertThat(empty.answer(Request.get("/")).status()).isEqualTo(200);
        assertThatThrownBy(() -> empty.answer(Request.get("/").withHeader("Range", "bytes=0-")))
                .isInstanceOf(HttpProblem.class);
    }

    @Test
    void sendsWithA304WhatTheClientWouldKeepAndNoMore() throws Exception {
        var response =
                file.withHeader("Content-Security-Policy", "default-src 'none'")
                        .answer(Request.get("/a.txt").withHeader("If-None-Match", "*"));
        assertThat(response.body().bytes()).isEmpty();
        assertThat(response.header("ETag")).contains(TAG);
        assertThat(response.header("Last-Modified")).contains("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(response.header("Cache-Control")).contains("no-cache");
        assertThat(response.header("Content-Security-Policy")).isPresent();
        assertThat(response.header("Content-Type")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "app.mjs,       text/javascript; charset=utf-8",
        "APP.JS,        text/javascript; charset=utf-8",
        "app.js.map,    application/json",
        "page.html,     text/html; charset=utf-8",
        "page.css,      text/css; charset=utf-8",
        "site.webmanifest, application/manifest+json",
        "sum.wasm,      application/wasm",
        "a.gif,         image/gif",
        "a.webp,        image/webp",
        "a.avif,        image/avif",
        "a.jpeg,        image/jpeg",
        "a.svg,         image/svg+xml",
        "a.woff2,       font/woff2",
        "a.pdf,         application/pdf",
        "a.mp4,         video/mp4",
        "a.md,          text/markdown; charset=utf-8",
        "a.xml,         application/xml",
        "a.unknown,     application/octet-stream",
        "LICENSE,       application/octet-stream",
    })
    void saysTheTypeAndThatNobodyIsToGuessAnother(String name, String type) {
        var response = StaticFile.of(name, CONTENT, MODIFIED).answer(Request.get("/"));
        assertThat(response.header("Content-Type")).contains(type);
        assertThat(response.header("X-Content-Type-Options")).contains("nosniff");
    }

    private int status(Request request) {
        try {
            return file.answer(request).status();
        } catch (HttpProblem e) {
            return e.status();
        }
    }
}
