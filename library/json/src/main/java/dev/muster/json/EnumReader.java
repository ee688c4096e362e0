package dev.muster.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/** Jackson's reader of an enum, without the blanks and the empty text that it passes over. */
final class EnumReader extends DelegatingDeserializer {
    EnumReader(ValueDeserializer<?> ofJackson) {
        super(ofJackson);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> ofJackson) {
        return new EnumReader(ofJackson);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.hasToken(JsonToken.VALUE_STRING) && isPadded(parser.getString())) {
            throw new RefusedValue(parser, "expected " + Expectation.of(handledType()));
        }
        return super.deserialize(parser, context);
    }

    private static boolean isPadded(String text) {
        return text.isEmpty() || !text.equals(text.trim());
    }
}
