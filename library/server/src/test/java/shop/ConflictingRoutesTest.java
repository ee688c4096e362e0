package shop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Handler;
import dev.muster.http.Response;
import dev.muster.server.Router;
import dev.muster.server.ServerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a package of a user's, because the places that are named are the user's. */
class ConflictingRoutesTest {
    private final Handler ok = request -> Response.of(204);

    @Test
    void twoRoutesForTheSameRequestsThrowAndNameBothPlaces() {
        var router = Router.builder().route("GET", "/orders/{id}", ok);
        assertThatThrownBy(() -> router.route("GET", "/orders/{number}", ok))
                .isInstanceOf(ServerException.class)
                .hasMessageMatching(
                        "GET /orders/\\{number} at ConflictingRoutesTest.java:\\d+ answers the same"
                                + " requests as GET /orders/\\{id} at"
                                + " ConflictingRoutesTest.java:\\d+");
    }

    @Test
    void theSameTemplateWithAnotherMethodIsNoConflict() {
        Router.builder()
                .route("GET", "/orders/{id}", ok)
                .route("PUT", "/orders/{number}", ok)
                .route("GET", "/orders/new", ok)
                .route("GET", "/orders/{rest...}", ok);
    }

    @ParameterizedTest
    @CsvSource({
        "orders, must start with a slash",
        "/orders/{id, is no placeholder",
        "/orders/a{id}, is no placeholder",
        "/{rest...}/x, can only stand at the end",
        "/{id}/{id}, names a placeholder twice",
        "/a%20b, is written decoded",
    })
    void aTemplateThatCannotBeReadThrows(String template, String message) {
        assertThatThrownBy(() -> Router.builder().route("GET", template, ok))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(message);
    }
}
