package dev.muster.json;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.type.CollectionType;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a set from a list that holds each value once, and keeps its order. */
final class SetReader extends StdDeserializer<Collection<Object>> {
    private final CollectionType type;
    private final @Nullable ValueDeserializer<?> ofJackson;
    private final @Nullable ValueDeserializer<Object> list;

    /**
     * @param ofJackson makes the set, where any will not do
     */
    SetReader(CollectionType type, @Nullable ValueDeserializer<?> ofJackson) {
        this(type, ofJackson, null);
    }

    private SetReader(
            CollectionType type,
            @Nullable ValueDeserializer<?> ofJackson,
            @Nullable ValueDeserializer<Object> list) {
        super(type);
        this.type = type;
        this.ofJackson = ofJackson;
        this.list = list;
    }

    /** Whether {@code type} is a set, of no certain kind. */
    static boolean isSet(CollectionType type) {
        return Set.class.isAssignableFrom(type.getRawClass())
                && type.getRawClass().isAssignableFrom(LinkedHashSet.class);
    }

    /** A set that only Jackson knows how to make is left to it. */
    @Override
    public ValueDeserializer<?> createContextual(
            DeserializationContext context, @Nullable BeanProperty property) {
        if (ofJackson != null && !isMade(ofJackson)) {
            return ofJackson.createContextual(context, property);
        }
        var asList =
                context.getTypeFactory()
                        .constructCollectionType(ArrayList.class, type.getContentType());
        return new SetReader(
                type, ofJackson, context.findContextualValueDeserializer(asList, property));
    }

    @Override
    public Collection<Object> deserialize(JsonParser parser, DeserializationContext context) {
        if (list == null || !parser.isExpectedStartArrayToken()) {
            throw new RefusedValue(parser, "expected a list");
        }
        var values = (List<?>) list.deserialize(parser, context);
        var set = emptySet(context);
        for (int i = 0; i < values.size(); i++) {
            if (!set.add(values.get(i))) {
                var refused = new RefusedValue(parser, "there before", "expected each value once");
                refused.prependPath(values, i);
                throw refused;
            }
        }
        return set;
    }

    private boolean isMade(ValueDeserializer<?> maker) {
        return type.hasRawClass(EnumSet.class)
                || (maker instanceof ValueInstantiator.Gettable made
                        && made.getValueInstantiator().canCreateUsingDefault());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the type says what its elements are
    private Collection<Object> emptySet(DeserializationContext context) {
        if (type.hasRawClass(EnumSet.class)) {
            return (Collection) EnumSet.noneOf((Class) type.getContentType().getRawClass());
        }
        return ofJackson instanceof ValueInstantiator.Gettable made
                ? (Collection<Object>) made.getValueInstantiator().createUsingDefault(context)
                : new LinkedHashSet<>();
    }
}
