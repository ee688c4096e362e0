package dev.muster.json;

import dev.muster.http.ScalarType;

import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;

/**
 * Reads the name of a member as the key of a map. Only the spelling that the key is written with is
 * taken, so that no two names are one key.
 */
final class ScalarKeyReader extends KeyDeserializer {
    private final ScalarType<?> scalar;

    ScalarKeyReader(ScalarType<?> scalar) {
        this.scalar = scalar;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
        try {
            Object value = scalar.read(key);
            if (value.toString().equals(key)) {
                return value;
            }
            throw new IllegalArgumentException("expected \"" + value + '"');
        } catch (IllegalArgumentException e) {
            throw RefusedValue.key(context, key, String.valueOf(e.getMessage()));
        }
    }
}
