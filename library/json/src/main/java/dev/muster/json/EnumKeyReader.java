package dev.muster.json;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;

/** Reads the name of a member as an enum's constant, as Jackson does, and refuses it in words. */
final class EnumKeyReader extends KeyDeserializer {
    private final Class<?> type;
    private final KeyDeserializer ofJackson;

    EnumKeyReader(Class<?> type, KeyDeserializer ofJackson) {
        this.type = type;
        this.ofJackson = ofJackson;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
        try {
            return ofJackson.deserializeKey(key, context);
        } catch (JacksonException e) {
            throw RefusedValue.key(context, key, "expected " + Expectation.of(type));
        }
    }
}
