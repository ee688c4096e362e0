package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class HandlerTest {

    @Test
    void wrapsAHandlerWithTheFirstFilterOutermost() throws Exception {
        var seen = new ArrayList<String>();
        Handler handler =
                Filter.pipeline(
                        _ -> {
                            seen.add("handler");
                            return Response.of(204);
                        },
                        recording(seen, "outer"),
                        recording(seen, "inner"));
        assertThat(handler.handle(Request.get("/")).status()).isEqualTo(204);
        assertThat(seen)
                .containsExactly("outer in", "inner in", "handler", "inner out", "outer out");
    }

    @Test
    void isTheHandlerItselfBehindNoFilter() {
        Handler handler = _ -> Response.of(204);
        assertThat(Filter.pipeline(handler)).isSameAs(handler);
    }

    private static Filter recording(List<String> seen, String name) {
        return (request, next) -> {
            seen.add(name + " in");
            var response = next.handle(request);
            seen.add(name + " out");
            return response;
        };
    }
}
