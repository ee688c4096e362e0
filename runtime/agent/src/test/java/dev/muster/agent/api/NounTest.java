package dev.muster.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.access.Sessions;
import dev.muster.http.Body;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.server.Router;
import dev.muster.telemetry.Metrics;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** A noun is added to the API by one class and one line: checks and problems come with it. */
final class NounTest {
    private final Router api =
            ControlApi.served(
                    List.of(new GreetingRoutes()),
                    new Sessions("the-token", InstantSource.system()),
                    Metrics.create(),
                    _ -> Response.text("the page"));

    private record Greeting(String text) {}

    private static final class GreetingRoutes implements Routes {
        @Override
        public void addTo(Router.Builder api) {
            api.route("GET", "/api/v1/greetings/{name}", GreetingRoutes::greeting)
                    .route("POST", "/api/v1/greetings", GreetingRoutes::greet);
        }

        private static Response greeting(Request request) {
            var greeting = new Greeting("Hello " + request.param("name"));
            return Replies.wantsText(request)
                    ? Response.text(greeting.text() + "\n")
                    : Json.response(greeting);
        }

        private static Response greet(Request request) throws IOException {
            return Replies.outcome(request, Json.read(request, Greeting.class).text());
        }
    }

    @Test
    void answersProgramsAndTerminals() throws Exception {
        var get = holder(Request.get("/api/v1/greetings/Ada"));

        assertThat(text(api.handle(get))).isEqualTo("{\"text\":\"Hello Ada\"}");
        assertThat(text(api.handle(get.withHeader("Accept", "text/plain"))))
                .isEqualTo("Hello Ada\n");
    }

    @Test
    void isForWhoHoldsTheTokenAndForNoOtherPage() throws Exception {
        var get = Request.get("/api/v1/greetings/Ada").withHeader("Host", "localhost");

        assertThat(api.handle(get).status()).isEqualTo(401);
        assertThat(api.handle(holder(get).withHeader("Origin", "http://attacker.example")).status())
                .isEqualTo(403);
        assertThat(api.handle(get.withHeader("Host", "attacker.example")).status())
                .isNotEqualTo(200);
    }

    @Test
    void saysWhatIsWrongWithABody() throws Exception {
        var post = holder(Request.of("POST", "/api/v1/greetings"));
        var wrong = post.withBody(Body.of("{\"txt\":1}"));

        var answer = api.handle(wrong.withHeader("Content-Type", "application/json"));

        assertThat(answer.status()).isBetween(400, 422);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(text(answer)).contains("/text is missing.");
    }

    private static Request holder(Request request) {
        return request.withHeader("Host", "localhost")
                .withHeader("Authorization", "Bearer the-token");
    }

    private static String text(Response response) throws IOException {
        return response.body().text();
    }
}
