package dev.muster.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Reads {@code char[]} from text, which it is written as. */
final class CharactersReader extends StdScalarDeserializer<char[]> {
    CharactersReader() {
        super(char[].class);
    }

    @Override
    public char[] deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw new RefusedValue(parser, "expected text");
        }
        return parser.getString().toCharArray();
    }
}
