package dev.muster.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.http.Body;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.OptionalLong;

class Utf8Test {
    /** A text of 4 bytes in, so that the first of {@code hex} is byte 5. */
    private static byte[] document(String hex) {
        return bytes("   [\"", hex, "\"]");
    }

    private static byte[] bytes(String before, String hex, String after) {
        return HexFormat.of()
                .parseHex(
                        HexFormat.of().formatHex(before.getBytes(StandardCharsets.UTF_8))
                                + hex.replace(" ", "")
                                + HexFormat.of().formatHex(after.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    c0 af          | 5 | no character begins so
                    c1 81          | 5 | no character begins so
                    e0 80 af       | 6 | a character is broken off, overlong or none of Unicode
                    e0 9f bf       | 6 | a character is broken off, overlong or none of Unicode
                    f0 80 80 af    | 6 | a character is broken off, overlong or none of Unicode
                    f0 8f bf bf    | 6 | a character is broken off, overlong or none of Unicode
                    ed a0 80       | 6 | a character is broken off, overlong or none of Unicode
                    ed bf bf       | 6 | a character is broken off, overlong or none of Unicode
                    ed a0 bd ed b8 80 | 6 | a character is broken off, overlong or none of Unicode
                    f4 90 80 80    | 6 | a character is broken off, overlong or none of Unicode
                    f5 80 80 80    | 5 | no character begins so
                    ff             | 5 | no character begins so
                    80             | 5 | no character begins so
                    c3             | 6 | a character is broken off, overlong or none of Unicode
                    e2 82          | 7 | a character is broken off, overlong or none of Unicode
                    f0 9f 98       | 8 | a character is broken off, overlong or none of Unicode
                    c3 c3 a4       | 6 | a character is broken off, overlong or none of Unicode
                    """)
    void refusesWhatIsNoUtf8WithItsPlace(String hex, int at, String why) throws IOException {
        var sentence = "the body is no UTF-8 at byte " + at + ": " + why + ".";
        for (var body : bodies(document(hex))) {
            var problem = refused(body);
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem).hasMessage(sentence);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c2 80",
                "df bf",
                "e0 a0 80",
                "ed 9f bf",
                "ee 80 80",
                "ef bf bf",
                "f0 90 80 80",
                "f4 8f bf bf",
                "7f",
                "f0 9f 98 80"
            })
    void readsEveryCharacterThereIs(String hex) throws IOException {
        var expected =
                new String(HexFormat.of().parseHex(hex.replace(" ", "")), StandardCharsets.UTF_8);
        for (var body : bodies(document(hex))) {
            assertThat(Json.read(body, String[].class)).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"\\ud800\"]",
                "[\"\\udc00\"]",
                "[\"\\ud800\\ud800\\udc00\"]",
                "[\"\\udc00\\ud800\"]",
                "[\"\\ud83dx\"]",
                "[\"\\ud83d\\n\"]",
                "[\"\\uD83D\\\\uDE00\"]",
                "{\"\\uDEAD\":1}",
            })
    void refusesHalfASurrogatePair(String json) throws IOException {
        for (var body : bodies(json.getBytes(StandardCharsets.UTF_8))) {
            assertThat(refused(body)).hasMessageContaining("half a surrogate pair");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"\\ud83d\\ude00\\uD83D\\uDE00\"]",
                "[\"\\\\ud800\"]",
                "[\"\\\\\\\\ud800 and much more of it\"]",
                "[\"\\u0000\\uffff\\ue000\\ud7ff\"]",
                "[\"a \\\" b \\/ c \\n d\"]",
            })
    void readsEscapesThatAreWhole(String json) throws IOException {
        for (var body : bodies(json.getBytes(StandardCharsets.UTF_8))) {
            assertThat(Json.read(body, String[].class)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "UTF-32"})
    void refusesAnotherEncoding(String charset) throws IOException {
        for (var json : new String[] {"[\"tea\"]", "7", "{}", "\"\""}) {
            for (var body : bodies(json.getBytes(Charset.forName(charset)))) {
                assertThat(refused(body)).hasMessageContaining("is no UTF-8 at byte");
            }
        }
    }

    @Test
    void passesOverAByteOrderMark() throws IOException {
        for (var body : bodies(bytes("", "efbbbf", "[\"tea\"]"))) {
            assertThat(Json.read(body, String[].class)).containsExactly("tea");
        }
    }

    @Test
    void seesEveryPlaceOfALongText() {
        for (int at = 0; at < 40; at++) {
            var text = document("20".repeat(40));
            text[5 + at] = (byte) 0xff;
            int place = 5 + at;
            var e = catchThrowableOfType(JsonException.class, () -> Utf8.check(text));
            assertThat(e).hasMessageContaining("at byte " + place + ":");
        }
    }

    private static HttpProblem refused(Body body) {
        var request = Request.post("/", body);
        return catchThrowableOfType(HttpProblem.class, () -> Json.read(request, Object.class));
    }

    /** The same in memory, as a stream, and as a stream that brings one byte at a time. */
    private static Body[] bodies(byte[] bytes) {
        return new Body[] {
            Body.of(bytes),
            stream(new ByteArrayInputStream(bytes)),
            stream(
                    new ByteArrayInputStream(bytes) {
                        @Override
                        public synchronized int read(byte[] into, int offset, int length) {
                            return super.read(into, offset, Math.min(1, length));
                        }
                    })
        };
    }

    private static Body stream(InputStream in) {
        return new StreamedBytes(in);
    }

    private record StreamedBytes(InputStream in) implements Body {
        @Override
        public OptionalLong length() {
            return OptionalLong.empty();
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public InputStream open() {
            return in;
        }
    }
}
