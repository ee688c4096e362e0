package dev.muster.examples.shop.storefront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Body;
import dev.muster.http.Request;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class FormTest {

    @Test
    void readsFieldsAsBrowsersSendThem() throws IOException {
        var form = form("order=a%2Fb+c&quantity=3");

        assertThat(form.text("order")).isEqualTo("a/b c");
        assertThat(form.number("quantity")).isEqualTo(3);
    }

    @Test
    void saysWhichFieldIsWrong() throws IOException {
        var form = form("order=&quantity=three");

        assertThatThrownBy(() -> form.text("order")).hasMessage("The form lacks order.");
        assertThatThrownBy(() -> form.number("quantity"))
                .hasMessage("The form's quantity is not a number.");
    }

    private static Form form(String body) throws IOException {
        return Form.of(Request.post("/prints/a/buy", Body.of(body)));
    }
}
