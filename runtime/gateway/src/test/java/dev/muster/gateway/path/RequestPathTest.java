package dev.muster.gateway.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2Fb",
                "/a%2fb",
                "/a%5Cb",
                "/a\\b",
                "/a%00",
                "/a%0d%0ax",
                "/a%7f",
                "/..",
                "/../a",
                "/a/..",
                "/a/../b",
                "/a/%2e%2e/b",
                "/a/.%2E/b",
                "/./a",
                "/a/.",
                "/a/..;/b",
                "/a/;x/b",
                "//",
                "//a",
                "/a//b",
                "/a//",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a%-1b",
                "a",
                ""
            })
    void refusesWhatProgramsReadDifferently(String path) {
        assertThat(RequestPath.plain(path)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/orders/7, /orders/7",
        "/orders/, /orders/",
        "/%6detrics, /metrics",
        "/METRICS, /METRICS",
        "/metrics;a=b, /metrics",
        "/a;x/b;y, /a/b",
        "/a%20b, /a b",
        "/a%3Bb, /a;b",
        "/.well-known/x, /.well-known/x",
        "/a/..b/.c., /a/..b/.c.",
        "/%252e%252e, /%2e%2e",
        "*, *"
    })
    void decodesWhatAServiceWillDecode(String path, String plain) {
        assertThat(RequestPath.plain(path)).isEqualTo(plain);
    }

    @Test
    void usesAPlainPathAsItIs() {
        var path = "/orders/7";
        assertThat(RequestPath.plain(path)).isSameAs(path);
    }

    @Test
    void leavesTheQueryOut() {
        assertThat(RequestPath.withoutQuery("/a?b=//..%2F")).isEqualTo("/a");
        assertThat(RequestPath.withoutQuery("/a")).isEqualTo("/a");
    }
}
