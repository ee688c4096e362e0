package dev.muster.json;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ContextualKeyDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.InvalidDefinitionException;

/**
 * Stands for a class of the JDK that is not read. Refuses what wants to read it, once it is known
 * where that is: a record is refused before the first document.
 */
final class RefusedType extends StdDeserializer<Object> {
    RefusedType(Class<?> type) {
        super(type);
    }

    @Override
    public ValueDeserializer<?> createContextual(
            DeserializationContext context, @Nullable BeanProperty property) {
        throw refusal(context, handledType(), property);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        throw refusal(context, handledType(), null);
    }

    private static InvalidDefinitionException refusal(
            DeserializationContext context, Class<?> type, @Nullable BeanProperty property) {
        var sentence =
                type.getName()
                        + place(property)
                        + " is not read from JSON: "
                        + PlatformTypes.inPlaceOf(type);
        return InvalidDefinitionException.from(
                context.getParser(), sentence, context.constructType(type));
    }

    private static String place(@Nullable BeanProperty property) {
        if (property == null || property.getMember() == null) {
            return "";
        }
        var owner = property.getMember().getDeclaringClass().getSimpleName();
        return " in " + owner + "." + property.getName();
    }

    /** The same for the keys of a map. */
    static final class Key extends KeyDeserializer implements ContextualKeyDeserializer {
        private final Class<?> type;

        Key(Class<?> type) {
            this.type = type;
        }

        @Override
        public KeyDeserializer createContextual(
                DeserializationContext context, @Nullable BeanProperty property) {
            throw refusal(context, type, property);
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            throw refusal(context, type, null);
        }
    }
}
