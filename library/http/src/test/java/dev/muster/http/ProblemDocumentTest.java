package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class ProblemDocumentTest {
    @Test
    void saysWhatTheStatusIsAndWhatToQuote() {
        assertThat(text(ProblemDocument.of(404, "No route takes this path.", "4bf92f35")))
                .isEqualTo(
                        """
                        {"type":"about:blank","title":"Not Found","status":404,\
                        "detail":"No route takes this path.","traceId":"4bf92f35"}
                        """);
    }

    @Test
    void leavesOutATraceThatThereIsNot() {
        assertThat(text(ProblemDocument.of(503, "", "")))
                .isEqualTo(
                        """
                        {"type":"about:blank","title":"Service Unavailable","status":503,\
                        "detail":""}
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "\"a\" \\ b, \\\"a\\\" \\\\ b",
        "line\0\033[31m, line\\u0000\\u001b[31m",
        "a\177\u0085b, a\\u007f\\u0085b",
        "left\u2028to\u202eright, left\\u2028to\\u202eright",
        "grün 茶 \ud83c\udf75, grün 茶 \ud83c\udf75",
        "half \ud83c half \udf75, half \\ud83c half \\udf75",
    })
    void escapesWhateverATextHolds(String detail, String escaped) {
        assertThat(text(ProblemDocument.of(400, detail, "\"" + detail)))
                .contains("\"detail\":\"" + escaped + "\",\"traceId\":\"\\\"" + escaped + "\"}");
    }

    @Test
    void escapesLineBreaks() {
        assertThat(text(ProblemDocument.of(400, "a\r\n\tb", ""))).contains("\"a\\r\\n\\tb\"");
    }

    @Test
    void goesOnWithTheMembersOfTheProblemsOwn() {
        var problem =
                HttpProblem.conflict("sold out")
                        .withExtension("product \"x\"", "tea")
                        .withExtension("status", 200)
                        .withExtension("left", 0)
                        .withExtension("type", "https://shop.example/sold-out");
        assertThat(text(ProblemDocument.of(problem, "t", value -> "<" + value + ">")))
                .isEqualTo(
                        """
                        {"type":<https://shop.example/sold-out>,"title":"Conflict","status":409,\
                        "detail":"sold out","traceId":"t","product \\"x\\"":<tea>,"left":<0>}
                        """);
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }
}
