package dev.muster.json;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

import java.util.Objects;
import java.util.function.Function;

/** Reads what holds a scalar, such as {@code OptionalInt}, as that scalar is read. */
final class ConvertedReader<S, T> extends StdScalarDeserializer<T> {
    private final Class<S> scalar;
    private final Function<S, T> conversion;
    private final @Nullable T absent;
    private final @Nullable ValueDeserializer<Object> reader;

    /**
     * @param absent what null is, where it is something
     */
    ConvertedReader(Class<T> type, Class<S> scalar, Function<S, T> conversion, @Nullable T absent) {
        this(type, scalar, conversion, absent, null);
    }

    private ConvertedReader(
            Class<?> type,
            Class<S> scalar,
            Function<S, T> conversion,
            @Nullable T absent,
            @Nullable ValueDeserializer<Object> reader) {
        super(type);
        this.scalar = scalar;
        this.conversion = conversion;
        this.absent = absent;
        this.reader = reader;
    }

    @Override
    public ValueDeserializer<?> createContextual(
            DeserializationContext context, @Nullable BeanProperty property) {
        var ofScalar =
                context.findContextualValueDeserializer(context.constructType(scalar), property);
        return new ConvertedReader<>(handledType(), scalar, conversion, absent, ofScalar);
    }

    @Override
    @SuppressWarnings("unchecked") // it reads an S
    public T deserialize(JsonParser parser, DeserializationContext context) {
        var ofScalar = Objects.requireNonNull(reader, "used without its context");
        return conversion.apply((S) ofScalar.deserialize(parser, context));
    }

    @Override
    public @Nullable Object getNullValue(DeserializationContext context) {
        return absent;
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return absent;
    }
}
