package dev.muster.json;

import dev.muster.http.ScalarType;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.jdk.CollectionDeserializer;
import tools.jackson.databind.deser.jdk.MapDeserializer;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

import java.time.Month;
import java.util.Set;

/**
 * Puts readers that lose nothing in the place of those of Jackson that do, and refuses the classes
 * of the JDK that have none.
 */
final class ExactTypes extends ValueDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueDeserializer<?> modifyDeserializer(
            DeserializationConfig config,
            BeanDescription.Supplier description,
            ValueDeserializer<?> deserializer) {
        var type = description.getBeanClass();
        if (PlatformTypes.isRefused(type)) {
            return new RefusedType(type);
        }
        // Text is never in doubt, and Jackson reads it faster.
        return type == String.class
                ? deserializer
                : ScalarType.find(type)
                        .<ValueDeserializer<?>>map(
                                scalar -> new ScalarReader<>(type, scalar, deserializer))
                        .orElse(deserializer);
    }

    @Override
    public ValueDeserializer<?> modifyEnumDeserializer(
            DeserializationConfig config,
            JavaType type,
            BeanDescription.Supplier description,
            ValueDeserializer<?> deserializer) {
        // Jackson takes a month's number as well.
        return type.hasRawClass(Month.class)
                ? new ScalarReader<>(Month.class, ScalarType.of(Month.class), deserializer)
                : new EnumReader(deserializer);
    }

    @Override
    public ValueDeserializer<?> modifyArrayDeserializer(
            DeserializationConfig config,
            ArrayType type,
            BeanDescription.Supplier description,
            ValueDeserializer<?> deserializer) {
        var element = type.getContentType().getRawClass();
        if (element == byte.class) {
            return new Base64Reader();
        }
        if (element == char.class) {
            return new CharactersReader();
        }
        return element.isPrimitive() ? new PrimitiveArrayReader(type) : deserializer;
    }

    @Override
    public ValueDeserializer<?> modifyCollectionDeserializer(
            DeserializationConfig config,
            CollectionType type,
            BeanDescription.Supplier description,
            ValueDeserializer<?> deserializer) {
        var exact =
                deserializer instanceof CollectionDeserializer collection
                                && ContentNulls.areValues(type.getContentType())
                        ? new ContentNulls.InCollection(collection)
                        : deserializer;
        return Set.class.isAssignableFrom(type.getRawClass()) && !(exact instanceof SetReader)
                ? new SetReader(type, exact)
                : exact;
    }

    @Override
    public ValueDeserializer<?> modifyMapDeserializer(
            DeserializationConfig config,
            MapType type,
            BeanDescription.Supplier description,
            ValueDeserializer<?> deserializer) {
        return deserializer instanceof MapDeserializer map
                        && ContentNulls.areValues(type.getContentType())
                ? new ContentNulls.InMap(map)
                : deserializer;
    }

    @Override
    public KeyDeserializer modifyKeyDeserializer(
            DeserializationConfig config, JavaType type, KeyDeserializer deserializer) {
        var raw = type.getRawClass();
        // Jackson takes a month's number as well, so that two names are one key.
        if (type.isEnumType() && raw != Month.class) {
            return new EnumKeyReader(raw, deserializer);
        }
        if (!type.isEnumType() && PlatformTypes.isRefused(raw)) {
            return new RefusedType.Key(raw);
        }
        return raw == String.class || raw == Object.class
                ? deserializer
                : ScalarType.find(raw)
                        .<KeyDeserializer>map(scalar -> new ScalarKeyReader(scalar))
                        .orElse(deserializer);
    }
}
