package dev.muster.json;

import com.fasterxml.jackson.annotation.JsonFormat;

import dev.muster.http.ScalarType;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.type.LogicalType;

import java.time.Year;

/**
 * Reads a {@link ScalarType} from the one kind of token that it is written as: a number from a
 * number, a boolean from true or false, all else from text. A format that the record asks for by
 * {@code @JsonFormat} is left to Jackson, save a number as text.
 */
final class ScalarReader<T> extends StdScalarDeserializer<T> {
    /** What a type is written as. */
    private enum Shape {
        NUMBER,
        BOOLEAN,
        TEXT
    }

    private final ScalarType<T> scalar;
    private final ValueDeserializer<?> ofJackson;
    private final Shape shape;
    private final boolean isInt;
    private final boolean isLong;

    ScalarReader(Class<?> type, ScalarType<T> scalar, ValueDeserializer<?> ofJackson) {
        this(type, scalar, ofJackson, shape(type));
    }

    private ScalarReader(
            Class<?> type, ScalarType<T> scalar, ValueDeserializer<?> ofJackson, Shape shape) {
        super(type);
        this.scalar = scalar;
        this.ofJackson = ofJackson;
        this.shape = shape;
        this.isInt = type == int.class || type == Integer.class;
        this.isLong = type == long.class || type == Long.class;
    }

    private static Shape shape(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return Shape.BOOLEAN;
        }
        boolean isNumber =
                type == Year.class
                        || Number.class.isAssignableFrom(type)
                        || (type.isPrimitive() && type != char.class);
        return isNumber ? Shape.NUMBER : Shape.TEXT;
    }

    @Override
    public ValueDeserializer<?> createContextual(
            DeserializationContext context, @Nullable BeanProperty property) {
        var format = findFormatOverrides(context, property, handledType());
        if (format.getShape() == JsonFormat.Shape.STRING && shape == Shape.NUMBER) {
            return new ScalarReader<>(handledType(), scalar, ofJackson, Shape.TEXT);
        }
        boolean isPlain =
                !format.hasPattern()
                        && (format.getShape() == JsonFormat.Shape.ANY
                                || format.getShape() == JsonFormat.Shape.NATURAL
                                || format.getShape() == JsonFormat.Shape.STRING);
        return isPlain ? this : ofJackson.createContextual(context, property);
    }

    @Override
    @SuppressWarnings("unchecked") // an int is the Integer that T is, and so on
    public T deserialize(JsonParser parser, DeserializationContext context) {
        var token = parser.currentToken();
        if (!isWrittenAs(token)) {
            throw new RefusedValue(parser, "expected " + scalar.expected());
        }
        if (shape == Shape.BOOLEAN) {
            return (T) (Object) (token == JsonToken.VALUE_TRUE);
        }
        if (token == JsonToken.VALUE_NUMBER_INT && (isInt || isLong)) {
            var size = parser.getNumberType();
            if (isInt && size == NumberType.INT) {
                return (T) (Object) parser.getIntValue();
            }
            if (isLong && size != NumberType.BIG_INTEGER) {
                return (T) (Object) parser.getLongValue();
            }
        }
        return RefusedValue.read(parser, scalar);
    }

    private boolean isWrittenAs(@Nullable JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> shape == Shape.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> shape == Shape.BOOLEAN;
            case VALUE_STRING -> shape == Shape.TEXT;
            case null, default -> false;
        };
    }

    @Override
    public @Nullable Object getNullValue(DeserializationContext context) {
        return ofJackson.getNullValue(context);
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return ofJackson.getAbsentValue(context);
    }

    @Override
    public LogicalType logicalType() {
        return ofJackson.logicalType();
    }
}
