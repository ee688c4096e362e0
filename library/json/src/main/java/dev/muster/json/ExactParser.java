package dev.muster.json;

import dev.muster.http.ScalarType;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;

import java.math.BigDecimal;

/**
 * Turns numbers with a fraction or an exponent into Java's by {@link ScalarType} alone, whoever
 * asks: a deserializer of Jackson, of ours, or of the user. So no number is read that loses
 * something or is unbounded.
 */
final class ExactParser extends JsonParserDelegate {
    private static final ScalarType<BigDecimal> DECIMAL = ScalarType.of(BigDecimal.class);
    private static final ScalarType<Double> DOUBLE = ScalarType.of(double.class);
    private static final ScalarType<Float> FLOAT = ScalarType.of(float.class);

    ExactParser(JsonParser parser) {
        super(parser);
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

    private boolean isDecimal() {
        return hasToken(JsonToken.VALUE_NUMBER_FLOAT);
    }
}
