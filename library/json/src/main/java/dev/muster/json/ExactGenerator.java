package dev.muster.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.util.JsonGeneratorDelegate;

import java.math.BigDecimal;

/**
 * Writes no number that JSON has no words for (NaN and the infinities, RFC 8259, section 6), and no
 * {@link BigDecimal} much longer than what it was read from: {@code 1E+3} as 1000, because some
 * readers know whole numbers only so, and {@code 1E+300} as it is.
 */
final class ExactGenerator extends JsonGeneratorDelegate {
    private static final int MAX_ZEROS = 15;

    ExactGenerator(JsonGenerator generator) {
        super(generator);
    }

    @Override
    public JsonGenerator writeNumber(BigDecimal value) {
        boolean isPlain = value.scale() < 0 && value.scale() >= -MAX_ZEROS;
        return super.writeNumber(isPlain ? value.setScale(0) : value);
    }

    @Override
    public JsonGenerator writeNumber(double value) {
        requireFinite(value);
        return super.writeNumber(value);
    }

    @Override
    public JsonGenerator writeNumber(float value) {
        requireFinite(value);
        return super.writeNumber(value);
    }

    @Override
    public JsonGenerator writeArray(double[] values, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            requireFinite(values[i]);
        }
        return super.writeArray(values, offset, length);
    }

    private void requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new StreamWriteException(this, value + " is not a number that JSON can hold");
        }
    }
}
