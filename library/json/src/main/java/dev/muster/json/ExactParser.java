package dev.muster.json;

import dev.muster.http.ScalarType;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;

import java.math.BigDecimal;

/**
 * Turns numbers with a fraction or an exponent into Java's by {@link ScalarType} alone, whoever
 * asks: a deserializer of Jackson, of ours, or of the user. So no number is read that loses
 * something or is unbounded.
 *
 * <p>And counts the memory that objects and lists take: {@code {"":{"":0}}} is two maps of a
 * hundred bytes, so a body that is small enough may be more than the heap holds.
 */
final class ExactParser extends JsonParserDelegate {
    private static final ScalarType<BigDecimal> DECIMAL = ScalarType.of(BigDecimal.class);
    private static final ScalarType<Double> DOUBLE = ScalarType.of(double.class);
    private static final ScalarType<Float> FLOAT = ScalarType.of(float.class);

    /** An empty map, as it is made of an object whose members have no types. */
    private static final int OBJECT_BYTES = 56;

    /** An entry of such a map and its place in the table. */
    private static final int MEMBER_BYTES = 56;

    private static final int LIST_BYTES = 48;

    private final long mostBytes;
    private long bytes;

    /**
     * @param mostBytes what the objects and lists of the document may take
     */
    ExactParser(JsonParser parser, long mostBytes) {
        super(parser);
        this.mostBytes = mostBytes;
    }

    @Override
    public @Nullable JsonToken nextToken() {
        return counted(super.nextToken());
    }

    @Override
    public @Nullable JsonToken nextValue() {
        return counted(super.nextValue());
    }

    @Override
    public BigDecimal getDecimalValue() {
        return RefusedValue.read(this, DECIMAL);
    }

    @Override
    public double getDoubleValue() {
        return RefusedValue.read(this, DOUBLE);
    }

    @Override
    public float getFloatValue() {
        return RefusedValue.read(this, FLOAT);
    }

    @Override
    public Number getNumberValue() {
        return isDecimal() ? getDecimalValue() : super.getNumberValue();
    }

    @Override
    public Number getNumberValueExact() {
        return isDecimal() ? getDecimalValue() : super.getNumberValueExact();
    }

    @Override
    public Object getNumberValueDeferred() {
        return isDecimal() ? getDecimalValue() : super.getNumberValueDeferred();
    }

    @Override
    public @Nullable String nextName() {
        var name = super.nextName();
        if (name != null) {
            count(MEMBER_BYTES);
        }
        return name;
    }

    /** What is skipped comes by another way, and takes nothing. */
    private @Nullable JsonToken counted(@Nullable JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            count(OBJECT_BYTES);
        } else if (token == JsonToken.START_ARRAY) {
            count(LIST_BYTES);
        } else if (token == JsonToken.PROPERTY_NAME) {
            count(MEMBER_BYTES);
        }
        return token;
    }

    private void count(int more) {
        bytes += more;
        if (bytes > mostBytes) {
            throw new TooManyContainers(currentTokenLocation());
        }
    }

    private boolean isDecimal() {
        return hasToken(JsonToken.VALUE_NUMBER_FLOAT);
    }
}
