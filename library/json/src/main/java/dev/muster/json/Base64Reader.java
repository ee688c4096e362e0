package dev.muster.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

import java.util.Base64;

/** Reads {@code byte[]} from base64 (RFC 4648, section 4) in the one form it is written in. */
final class Base64Reader extends StdScalarDeserializer<byte[]> {
    private static final String EXPECTED = "expected base64 text";

    Base64Reader() {
        super(byte[].class);
    }

    @Override
    public byte[] deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw new RefusedValue(parser, EXPECTED);
        }
        var text = parser.getString();
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // As wrong as what decodes and is not written so.
        }
        throw new RefusedValue(parser, EXPECTED);
    }
}
