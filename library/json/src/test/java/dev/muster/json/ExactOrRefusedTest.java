package dev.muster.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every value is read exactly or refused with its place, and what was read is written back
 * unchanged: {@code values-accepted.csv} and {@code values-refused.csv}, each as a document of its
 * own and as a member.
 */
class ExactOrRefusedTest {
    enum Size {
        SMALL,
        LARGE
    }

    enum Shade {
        @JsonProperty("light-blue")
        LIGHT,
        @JsonProperty("dark-blue")
        DARK
    }

    record Line(String product, int quantity) {}

    /** A field for each type of the tables, by which they name it. */
    @NullUnmarked
    @SuppressWarnings("unused")
    static final class Types {
        public boolean aBoolean;
        public Boolean boxedBoolean;
        public char aChar;
        public byte aByte;
        public short aShort;
        public int anInt;
        public Integer boxedInt;
        public long aLong;
        public Long boxedLong;
        public BigInteger bigInteger;
        public float aFloat;
        public double aDouble;
        public Double boxedDouble;
        public BigDecimal bigDecimal;
        public Number number;
        public AtomicInteger atomicInteger;
        public AtomicLong atomicLong;
        public AtomicBoolean atomicBoolean;
        public String string;
        public CharSequence charSequence;
        public UUID uuid;
        public URI uri;
        public Locale locale;
        public Currency currency;
        public Size size;
        public Shade shade;
        public DayOfWeek dayOfWeek;
        public Month month;
        public Instant instant;
        public LocalDate localDate;
        public LocalTime localTime;
        public LocalDateTime localDateTime;
        public OffsetDateTime offsetDateTime;
        public OffsetTime offsetTime;
        public ZonedDateTime zonedDateTime;
        public Duration duration;
        public Period period;
        public Year year;
        public YearMonth yearMonth;
        public MonthDay monthDay;
        public ZoneId zoneId;
        public ZoneOffset zoneOffset;
        public byte[] bytes;
        public char[] chars;
        public int[] ints;
        public long[] longs;
        public double[] doubles;
        public float[] floats;
        public boolean[] booleans;
        public String[] stringArray;
        public Integer[] boxedInts;
        public Line[] lines;
        public int[][] matrix;
        public List<String> strings;
        public List<Integer> listOfInts;
        public List<Double> listOfDoubles;
        public List<Instant> instants;
        public List<Line> listOfLines;
        public List<List<String>> nested;
        public List<Object> things;
        public List<Optional<String>> perhaps;
        public Collection<String> collection;
        public Queue<String> queue;
        public Deque<Integer> deque;
        public Set<String> set;
        public Set<Size> sizes;
        public SortedSet<Integer> sortedSet;
        public EnumSet<Size> enumSet;
        public Set<BigDecimal> prices;
        public Map<String, Integer> counts;
        public Map<String, String> texts;
        public Map<String, List<Integer>> listsByName;
        public Map<Integer, String> byNumber;
        public Map<Long, String> byLong;
        public Map<Boolean, String> byBoolean;
        public Map<LocalDate, String> byDate;
        public Map<Instant, String> byInstant;
        public Map<UUID, String> byUuid;
        public Map<Size, Integer> bySize;
        public EnumMap<Size, Integer> enumMap;
        public EnumMap<Month, Integer> byMonth;
        public SortedMap<String, Integer> sortedMap;
        public Map<String, Object> bag;
        public Object anything;
        public Optional<Integer> optional;
        public Optional<Instant> optionalInstant;
        public OptionalInt optionalInt;
        public OptionalLong optionalLong;
        public OptionalDouble optionalDouble;

        @JsonFormat(shape = JsonFormat.Shape.STRING)
        public long longAsText;

        @JsonFormat(pattern = "dd.MM.yyyy")
        public LocalDate german;
    }

    @ParameterizedTest
    @CsvFileSource(resources = "values-accepted.csv", delimiter = '|', quoteCharacter = '\0')
    void writesBackWhatItReads(ArgumentsAccessor row) throws Exception {
        var name = requireNonNull(row.getString(0));
        var json = requireNonNull(row.getString(1));
        var written = row.size() == 3 ? row.getString(2) : json;
        var member = Json.read("{\"" + name + "\":" + json + "}", Types.class);
        var field = Types.class.getField(name);
        if (field.getAnnotations().length > 0) {
            assertThat(Json.text(member)).contains("\"" + name + "\":" + written);
            return;
        }
        assertThat(Json.text(field.get(member))).isEqualTo(written);
        if (!json.equals("null")) {
            var document = document(json, field.getGenericType());
            assertThat(Json.text(document)).isEqualTo(written);
            assertThat(Json.text(document(Json.text(document), field.getGenericType())))
                    .isEqualTo(Json.text(document));
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "values-refused.csv", delimiter = '|', quoteCharacter = '\0')
    void refusesTheRestWithItsPlace(String name, String json, String pointer, String sentence)
            throws Exception {
        var place = pointer == null ? "" : pointer;
        var member =
                catchThrowableOfType(
                        JsonException.class,
                        () -> Json.read("{\"" + name + "\":" + json + "}", Types.class));
        assertThat(member).as("refused as a member").isNotNull();
        assertThat(member).hasMessage("/" + name + place + " " + sentence);
        assertThat(member.pointer()).isEqualTo("/" + name + place);
        var field = Types.class.getField(name);
        if (field.getAnnotations().length == 0) {
            var document =
                    catchThrowableOfType(
                            JsonException.class, () -> document(json, field.getGenericType()));
            assertThat(document).as("refused as a document").isNotNull();
            assertThat(document.pointer()).isEqualTo(place);
            assertThat(document)
                    .hasMessage((place.isEmpty() ? "the document" : place) + " " + sentence);
        }
    }

    private static Object document(String json, Type type) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
    }
}
