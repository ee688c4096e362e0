package dev.muster.json;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A type to read JSON as, with its elements: {@code JsonType.listOf(NewOrder.class)}. Immutable.
 *
 * @param <T> what is read
 */
public final class JsonType<T> {
    private final Type type;

    private JsonType(Type type) {
        this.type = type;
    }

    public static <T> JsonType<T> of(Class<T> type) {
        return new JsonType<>(type);
    }

    /** A list, read from a JSON array; none of its elements is null. */
    public static <E> JsonType<List<E>> listOf(Class<E> element) {
        return new JsonType<>(new Container(List.class, List.of(element)));
    }

    /** A map by the names of an object's members, in their order; none of its values is null. */
    public static <V> JsonType<Map<String, V>> mapOf(Class<V> value) {
        return new JsonType<>(new Container(Map.class, List.of(String.class, value)));
    }

    Type type() {
        return type;
    }

    /** What was read as this type. */
    @SuppressWarnings("unchecked") // it was
    T cast(Object value) {
        return (T) value;
    }

    @Override
    public String toString() {
        return type.getTypeName();
    }

    /** {@code List<NewOrder>}, which has no class of its own. */
    private record Container(Class<?> container, List<Class<?>> arguments)
            implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return container;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }

        @Override
        public String getTypeName() {
            return arguments.stream()
                    .map(Class::getSimpleName)
                    .collect(Collectors.joining(", ", container.getSimpleName() + "<", ">"));
        }
    }
}
