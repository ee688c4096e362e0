package dev.muster.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Body;
import dev.muster.http.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;

import java.io.File;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** A class of the JDK that is not read exactly is refused before the first document. */
class PlatformTypesTest {
    record Dated(Date at) {}

    record Nested(String name, Map<String, List<Dated>> byName) {}

    record Hosts(Optional<List<InetAddress>> addresses) {}

    record Shared(AtomicReference<Calendar> at) {}

    record Keyed(Map<Date, String> byDate) {}

    record Plugin(Class<?> type) {}

    static final class Bean {
        public BitSet getFlags() {
            return new BitSet();
        }

        public void setFlags(BitSet flags) {}
    }

    /** As a record says itself how it reads what we do not. */
    record Own(@JsonDeserialize(using = Lines.class) Path file) {}

    static final class Lines extends StdDeserializer<Path> {
        Lines() {
            super(Path.class);
        }

        @Override
        public Path deserialize(JsonParser parser, DeserializationContext context) {
            return Path.of("data").resolve(parser.getString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Date.class,
                Calendar.class,
                GregorianCalendar.class,
                TimeZone.class,
                InetAddress.class,
                Class.class,
                File.class,
                Path.class,
                URL.class,
                Pattern.class,
                BitSet.class,
                ByteBuffer.class,
                StringBuilder.class,
                Throwable.class,
                InputStream.class,
                Void.class,
                Comparable.class,
                Thread.class,
            })
    void refusesWhatNothingHereReadsExactly(Class<?> type) {
        assertThatThrownBy(() -> Json.requireReadable(JsonType.of(type)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(type.getName() + " is not read from JSON: take ");
        assertThatThrownBy(() -> Json.requireReadable(JsonType.listOf(type)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(type.getName() + " is not read from JSON: take ");
        assertThatThrownBy(() -> Json.read("5", type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not read from JSON");
    }

    @Test
    void saysWhereItIsAndWhatToTakeInstead() {
        var dated =
                "java.util.Date in Dated.at is not read from JSON: take a type of java.time, such"
                        + " as java.time.Instant";
        assertRefused(Dated.class, dated);
        assertRefused(Nested.class, dated);
        assertRefused(
                Hosts.class,
                "java.net.InetAddress in Hosts.addresses is not read from JSON: take String or a"
                        + " record, check it, and make it of that");
        assertRefused(
                Shared.class,
                "java.util.Calendar in Shared.at is not read from JSON: take a type of java.time,"
                        + " such as java.time.Instant");
        assertRefused(
                Keyed.class,
                "java.util.Date in Keyed.byDate is not read from JSON: take a type of java.time,"
                        + " such as java.time.Instant");
        assertRefused(
                Plugin.class,
                "java.lang.Class in Plugin.type is not read from JSON: take String or a record,"
                        + " check it, and make it of that");
        assertRefused(
                Bean.class,
                "java.util.BitSet in Bean.flags is not read from JSON: take String or a record,"
                        + " check it, and make it of that");
    }

    @Test
    void isNoFaultOfTheClient() {
        var request = Request.post("/orders", Body.of("{\"at\":5}"));
        assertThatThrownBy(() -> Json.read(request, Dated.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Dated.at");
    }

    @Test
    void leavesWhatARecordReadsItselfToIt() {
        Json.requireReadable(JsonType.of(Own.class));
        assertThat(Json.read("{\"file\":\"a\"}", Own.class)).isEqualTo(new Own(Path.of("data/a")));
    }

    @Test
    void takesEveryTypeOfTheTables() {
        for (var field : ExactOrRefusedTest.Types.class.getFields()) {
            assertThatCode(() -> Json.requireReadable(field.getGenericType()))
                    .as(field.getName())
                    .doesNotThrowAnyException();
        }
        Json.requireReadable(JsonType.listOf(Instant.class));
        Json.requireReadable(JsonType.mapOf(Object.class));
    }

    private static void assertRefused(Class<?> type, String sentence) {
        assertThatThrownBy(() -> Json.requireReadable(JsonType.of(type))).hasMessage(sentence);
    }
}
