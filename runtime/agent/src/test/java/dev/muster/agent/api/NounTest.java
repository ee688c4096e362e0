package dev.muster.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.access.Sessions;
import dev.muster.control.ApiPaths;
import dev.muster.control.Outcome;
import dev.muster.http.Body;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.server.Router;
import dev.muster.telemetry.Metrics;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * A noun is added to the API by one class and one line: routes, checks, problems and its part of
 * the document come with it.
 */
final class NounTest {
    private final Router api =
            ControlApi.served(
                    List.of(new GreetingRoutes()),
                    new Sessions("the-token", InstantSource.system()),
                    Metrics.create(),
                    _ -> Response.text("the page"));

    private record Greeting(String text) {}

    private enum Tone {
        WARM,
        COOL
    }

    private static final class GreetingRoutes implements Routes {
        private static final String ROOT = ApiPaths.ROOT + "/greetings";
        private static final QueryWord<Tone> TONE = QueryWord.oneOf("tone", Tone.WARM);

        @Override
        public List<Operation> operations() {
            return List.of(
                    Operation.get(ROOT + "/{name}", "A greeting for somebody.")
                            .with(TONE)
                            .answers(Greeting.class, GreetingRoutes::greeting),
                    Operation.post(ROOT, "Greets everybody.")
                            .taking(Greeting.class)
                            .answers(Outcome.class, GreetingRoutes::greet));
        }

        private static Response greeting(Request request) {
            var word = TONE.of(request) == Tone.WARM ? "Hello " : "Good day ";
            var greeting = new Greeting(word + request.param("name"));
            return Replies.wantsText(request)
                    ? Response.text(greeting.text() + "\n")
                    : Json.response(greeting);
        }

        private static Response greet(Request request, Greeting greeting) {
            return Replies.outcome(request, greeting.text());
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
    void takesItsWordsAndSaysWhichThereAre() throws Exception {
        assertThat(text(api.handle(holder(Request.get("/api/v1/greetings/Ada?tone=cool")))))
                .isEqualTo("{\"text\":\"Good day Ada\"}");
        assertThat(text(api.handle(holder(Request.get("/api/v1/greetings/Ada?tone=rude")))))
                .contains("tone is \\\"rude\\\"; it must be warm or cool");
    }

    @Test
    void standsInTheDocument() {
        var document =
                JsonMapper.shared().valueToTree(ApiDocument.of(List.of(new GreetingRoutes())));

        var paths = document.path("paths");
        assertThat(paths.propertyNames())
                .containsExactly("/api/v1/greetings/{name}", "/api/v1/greetings");
        assertThat(paths.path("/api/v1/greetings/{name}").path("get").path("parameters"))
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        [ { "name": "name", "in": "path", "required": true,
                                            "schema": { "type": "string" } },
                                          { "name": "tone", "in": "query", "required": false,
                                            "schema": { "type": "string", "enum": ["warm", "cool"],
                                                        "default": "warm" } } ]
                                        """));
        var schemas = document.path("components").path("schemas");
        assertThat(schemas.propertyNames()).containsExactly("Greeting", "Outcome");
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
