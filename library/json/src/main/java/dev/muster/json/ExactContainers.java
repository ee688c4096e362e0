package dev.muster.json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleDeserializers;
import tools.jackson.databind.type.CollectionType;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Readers of what {@link ExactTypes} is not asked about. */
final class ExactContainers extends SimpleDeserializers {
    private static final long serialVersionUID = 1L;

    ExactContainers() {
        add(OptionalInt.class, int.class, OptionalInt::of, OptionalInt.empty());
        add(OptionalLong.class, long.class, OptionalLong::of, OptionalLong.empty());
        add(OptionalDouble.class, double.class, OptionalDouble::of, OptionalDouble.empty());
        add(AtomicInteger.class, int.class, AtomicInteger::new, null);
        add(AtomicLong.class, long.class, AtomicLong::new, null);
        add(AtomicBoolean.class, boolean.class, AtomicBoolean::new, null);
    }

    private <S, T> void add(
            Class<T> type, Class<S> scalar, Function<S, T> conversion, @Nullable T absent) {
        addDeserializer(type, new ConvertedReader<>(type, scalar, conversion, absent));
    }

    /** Jackson makes an {@code EnumSet} of a set of constants, which forgets their order. */
    @Override
    public @Nullable ValueDeserializer<?> findCollectionDeserializer(
            CollectionType type,
            DeserializationConfig config,
            BeanDescription.Supplier description,
            @Nullable TypeDeserializer elementType,
            @Nullable ValueDeserializer<?> element) {
        return SetReader.isSet(type) && element == null ? new SetReader(type, null) : null;
    }
}
