package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class CookieTest {
    @Test
    void isWrittenAsItsStandardSays() {
        assertThat(Cookie.of("cart", "c-1").toString())
                .isEqualTo("cart=c-1; Path=/; HttpOnly; SameSite=Lax");
        assertThat(
                        Cookie.of("cart", "c-1")
                                .withPath("/shop")
                                .withDomain("shop.example")
                                .expiresAfter(Duration.ofDays(1))
                                .secure()
                                .visibleToScripts()
                                .withSameSite(Cookie.SameSite.NONE)
                                .toString())
                .isEqualTo(
                        "cart=c-1; Path=/shop; Domain=shop.example; Max-Age=86400; Secure;"
                                + " SameSite=None");
        assertThat(Cookie.removed("cart").toString())
                .isEqualTo("cart=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        assertThat(Cookie.removed("__Host-cart").toString()).contains("; Secure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "a;b", "a,b", "a\"b", "a\\b", "a\r\nSet-Cookie: x=y", "é", "a\u0000"})
    void refusesAValueThatWouldBeReadAsAnother(String value) {
        assertThatThrownBy(() -> Cookie.of("cart", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the value of cookie cart holds U+")
                .message()
                .doesNotContain(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a;", "é"})
    void refusesANameThatIsNone(String name) {
        assertThatThrownBy(() -> Cookie.of(name, "1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatABrowserWouldDropWithoutAWord() {
        var cookie = Cookie.of("a", "1");
        assertThatThrownBy(() -> cookie.withSameSite(Cookie.SameSite.NONE))
                .hasMessageContaining("SameSite=None is only for secure cookies");
        assertThatThrownBy(() -> Cookie.of("__Secure-a", "1")).hasMessageContaining("secure");
        assertThatThrownBy(() -> cookie.withPath("shop")).hasMessageContaining("slash");
        assertThatThrownBy(() -> cookie.withPath("/;Domain=x")).hasMessageContaining("U+003B");
        assertThatThrownBy(() -> cookie.withDomain("a;b")).hasMessageContaining("U+003B");
        assertThatThrownBy(() -> Cookie.of("a", "x".repeat(4096))).hasMessageContaining("4096");
    }

    @Test
    void isAddedBesideOthers() {
        var response =
                Response.of(200)
                        .addCookie(Cookie.of("a", "1"))
                        .addCookie(Cookie.of("b", "2"))
                        .addHeader("Vary", "Accept")
                        .addHeader("Vary", "Cookie");
        assertThat(response.headers().all("Set-Cookie")).hasSize(2);
        assertThat(response.headers().all("Vary")).containsExactly("Accept", "Cookie");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a=1; b=2    | b | 2",
                "a=1;b=2     | b | 2",
                "b=1; b=2    | b | 1",
                "b=\"q\"     | b | q",
                "b=x=y       | b | x=y",
                "aB=1; b=    | b | ``",
                "odd; b=2    | b | 2",
            })
    void isFoundInARequest(String line, String name, String value) {
        var request = Request.get("/").withHeader("Cookie", line);
        assertThat(request.cookie(name)).contains(value);
        assertThat(request.cookie("c")).isEmpty();
    }
}
