package dev.muster.json;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.type.ArrayType;

import java.lang.reflect.Array;
import java.util.ArrayList;

/** Reads {@code int[]} and its like, each element as the reader of its type does. */
final class PrimitiveArrayReader extends StdDeserializer<Object> {
    private final ArrayType type;
    private final @Nullable ValueDeserializer<Object> elements;

    PrimitiveArrayReader(ArrayType type) {
        this(type, null);
    }

    private PrimitiveArrayReader(ArrayType type, @Nullable ValueDeserializer<Object> elements) {
        super(type);
        this.type = type;
        this.elements = elements;
    }

    @Override
    public ValueDeserializer<?> createContextual(
            DeserializationContext context, @Nullable BeanProperty property) {
        return new PrimitiveArrayReader(
                type, context.findContextualValueDeserializer(type.getContentType(), property));
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        if (elements == null || !parser.isExpectedStartArrayToken()) {
            throw new RefusedValue(parser, "expected a list");
        }
        var values = new ArrayList<Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            try {
                values.add(elements.deserialize(parser, context));
            } catch (RefusedValue e) {
                e.prependPath(values, values.size());
                throw e;
            }
        }
        var array = Array.newInstance(type.getContentType().getRawClass(), values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }
}
