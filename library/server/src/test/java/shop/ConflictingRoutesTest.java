package shop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Handler;
import dev.muster.http.Response;
import dev.muster.server.Router;
import dev.muster.server.ServerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.regex.Pattern;

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
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "orders            | a route starts with a slash, such as /orders",
                "http://a/orders   | a route starts with a slash, such as /orders",
                "``                | a route starts with a slash",
                "/orders/:id       | a placeholder is written {id}, not :id",
                "/orders/<id>      | a placeholder is written {id}, not <id>",
                "/orders/<int:id>  | a placeholder is written {intid}, not <int:id>",
                "/orders/[id]      | a placeholder is written {id}, not [id]",
                "/orders/*         | write {rest...} at the end",
                "/orders/**        | write {rest...} at the end",
                "/files/*.js       | write {rest...} at the end",
                "/orders/{id       | \"{id\" is not a placeholder; write {name}",
                "/orders/id}       | \"id}\" is not a placeholder; write {name}",
                "/orders/{}        | \"{}\" is not a placeholder; write {name}",
                "/orders/{...}     | \"{...}\" is not a placeholder",
                "/orders/{*rest}   | \"{*rest}\" is not a placeholder",
                "/orders/{id:int}  | \"{id:int}\" is not a placeholder",
                "/orders/{id}.json | \"{id}.json\" is not a placeholder",
                "/orders/a{id}     | \"a{id}\" is not a placeholder",
                "/{rest...}/x      | can only be at the end",
                "/{id}/{id}        | it has two placeholders {id}",
                "/{id}/{id...}     | it has two placeholders {id}",
                "/orders?all=1     | read it with request.query(\"name\")",
                "/orders#top       | what follows a # is never sent",
                "/a%20b            | a route is written decoded",
                "/a b              | a route has no spaces",
                "`/a `             | a route has no spaces",
                "/orders/          | with a slash at its end it is another path",
                "/a//b             | two slashes stand beside each other",
                "//                | two slashes stand beside each other",
                "/a/../b           | no request has the segment ..",
                "/a\\b             | a path is parted by /",
            })
    void aTemplateThatWouldNeverMatchIsRefusedWithTheRightWay(String template, String message) {
        assertThatThrownBy(() -> Router.builder().route("GET", template, ok))
                .isInstanceOf(ServerException.class)
                .hasMessageMatching(
                        "(?s)route \"" + Pattern.quote(template) + "\" at \\w+.java:\\d+: .*")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/{rest...}",
                "/größe",
                "/v1.2/a-b_c~d",
                "/orders:batch",
                "/$metadata",
                "/@me"
            })
    void aTemplateOfPlainSegmentsIsTaken(String template) {
        Router.builder().route("GET", template, ok);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "", "GET ", "G/T"})
    void aMethodThatIsNoneIsRefused(String method) {
        assertThatThrownBy(() -> Router.builder().route(method, "/", ok))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("write it in capitals, such as GET");
    }
}
