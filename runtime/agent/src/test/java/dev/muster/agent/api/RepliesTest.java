package dev.muster.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.http.Request;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RepliesTest {

    @ParameterizedTest
    @CsvSource({"text/plain, --since", "application/json, since"})
    void namesAWrongWordAsWhoeverAskedHasWrittenIt(String accepted, String named) {
        var request = Request.get("/").withHeader("Accept", accepted);

        var problem = Replies.wrong(request, "since", "yesterday", "an age or a time");

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail())
                .isEqualTo(named + " is \"yesterday\"; it must be an age or a time");
    }
}
