package dev.muster.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * RFC 8259 by the kinds of the public JSONTestSuite (n. seriot, "Parsing JSON is a minefield"):
 * what must be read ({@code y}), what must be refused ({@code n}), and what is left to us ({@code
 * i}), of which {@code documents.csv} says what we do.
 */
class GrammarTest {
    private static final Pattern OCTET = Pattern.compile("<([0-9a-f]{2})>|([^<]+|<)");

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "documents.csv", delimiter = '|', quoteCharacter = '\0')
    void readsOrRefuses(String kind, String verdict, String document) {
        var bytes = bytes(document == null ? "" : document);
        var e =
                catchThrowableOfType(
                        RuntimeException.class,
                        () -> {
                            var written = Json.text(Json.read(bytes, Object.class));
                            assertThat(Json.text(Json.read(written, Object.class)))
                                    .isEqualTo(written);
                        });
        if (verdict.equals("read")) {
            assertThat(e).isNull();
        } else {
            assertThat(e).isInstanceOf(JsonException.class);
            assertThat(e.getMessage()).endsWith(".");
        }
    }

    /** Text in UTF-8 in which {@code <hh>} is an octet and {@code <*n:text>} n times a text. */
    private static byte[] bytes(String document) {
        var repeated =
                Pattern.compile("<\\*(\\d+):([^>]+)>")
                        .matcher(document)
                        .replaceAll(
                                match ->
                                        java.util.regex.Matcher.quoteReplacement(
                                                match.group(2)
                                                        .repeat(Integer.parseInt(match.group(1)))));
        var out = new ByteArrayOutputStream();
        var matcher = OCTET.matcher(repeated);
        while (matcher.find()) {
            if (matcher.group(1) == null) {
                out.writeBytes(matcher.group(2).getBytes(StandardCharsets.UTF_8));
            } else {
                out.write(Integer.parseInt(matcher.group(1), 16));
            }
        }
        return out.toByteArray();
    }
}
