package dev.muster.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.http.HttpProblem;
import dev.muster.http.Request;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextProblemsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    the fleet is stopping                     | The fleet is stopping.
                    npm-1 did not become ready                | npm-1 did not become ready.
                    orders/src/main/java/Main.java:13:27: no  | orders/src/main/java/Main.java:13:27: no.
                    src/Main.java:1:2: ';' expected           | src/Main.java:1:2: ';' expected.
                    /srv/shop/muster.yaml is missing          | /srv/shop/muster.yaml is missing.
                    """)
    void writesWhatStandsFirstSoThatItCanStillBeOpened(String detail, String shown)
            throws Exception {
        var request = Request.get("/").withHeader("Accept", "text/plain");

        var response =
                new TextProblems()
                        .apply(
                                request,
                                _ -> {
                                    throw HttpProblem.unprocessable(detail);
                                });

        assertThat(new String(response.body().bytes(), UTF_8)).isEqualTo(shown);
    }
}
