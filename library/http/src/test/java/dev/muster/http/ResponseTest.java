package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

class ResponseTest {

    @Test
    void saysWhatItsTextIs() throws IOException {
        assertThat(Response.text("caf\u00e9").header("content-type"))
                .contains("text/plain; charset=utf-8");
        assertThat(Response.text("caf\u00e9").body().text()).isEqualTo("caf\u00e9");
        assertThat(Response.html("<p>").header("content-type"))
                .contains("text/html; charset=utf-8");
    }

    @Test
    void changesOneThingAtATime() throws IOException {
        var first = Response.text("a");
        var changed = first.withStatus(404).withHeader("X", "1").withBody(Body.of("b"));
        assertThat(changed.status()).isEqualTo(404);
        assertThat(changed.header("x")).contains("1");
        assertThat(changed.header("content-type")).isPresent();
        assertThat(changed.body().text()).isEqualTo("b");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("x")).isEmpty();
    }

    @Test
    void sendsABrowserElsewhere() {
        var response = Response.seeOther("/orders/7");
        assertThat(response.status()).isEqualTo(303);
        assertThat(response.header("location")).contains("/orders/7");
        assertThat(response.isSuccess()).isFalse();
        assertThat(Response.of(204).isSuccess()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 199, 600})
    void refusesWhatIsNoFinalStatus(int status) {
        assertThatThrownBy(() -> Response.of(status)).isInstanceOf(IllegalArgumentException.class);
    }
}
