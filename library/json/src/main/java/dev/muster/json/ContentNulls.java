package dev.muster.json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.NullValueProvider;
import tools.jackson.databind.deser.jdk.CollectionDeserializer;
import tools.jackson.databind.deser.jdk.MapDeserializer;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A null in a list or a map is refused, save where it is a value: any JSON, or an optional one. */
final class ContentNulls {
    private ContentNulls() {}

    static boolean areValues(JavaType content) {
        var type = content.getRawClass();
        return type == Object.class
                || type == OptionalInt.class
                || type == OptionalLong.class
                || type == OptionalDouble.class
                || content.isReferenceType()
                || JsonNode.class.isAssignableFrom(type);
    }

    /** A collection whose nulls are values. */
    static final class InCollection extends CollectionDeserializer {
        InCollection(CollectionDeserializer ofJackson) {
            super(ofJackson);
        }

        @Override
        protected NullValueProvider findContentNullProvider(
                DeserializationContext context,
                @Nullable BeanProperty property,
                ValueDeserializer<?> content) {
            return content;
        }
    }

    /** A map whose nulls are values. */
    static final class InMap extends MapDeserializer {
        InMap(MapDeserializer ofJackson) {
            super(ofJackson);
        }

        @Override
        protected NullValueProvider findContentNullProvider(
                DeserializationContext context,
                @Nullable BeanProperty property,
                ValueDeserializer<?> content) {
            return content;
        }
    }
}
