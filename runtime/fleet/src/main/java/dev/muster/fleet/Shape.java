package dev.muster.fleet;

import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What may stand at a place of the fleet file. One description serves the reader, the published
 * JSON Schema and the reference page, so that none of them can say what another does not.
 */
interface Shape<T> {
    /** The value at {@code place}; where there is none, the reason is noted as a problem. */
    Optional<T> read(Place place, Binding binding);

    /** This shape in JSON Schema, draft 2020-12. */
    SequencedMap<String, Object> schema();

    /** Names every key below {@code path}, a {@code *} where the user chooses the name. */
    default void describe(String path, BiConsumer<String, KeyText> reader) {}

    /** This shape, read into something else. */
    default <U> Shape<U> map(Function<T, U> then) {
        var self = this;
        return new Shape<>() {
            @Override
            public Optional<U> read(Place place, Binding binding) {
                return self.read(place, binding).map(then);
            }

            @Override
            public SequencedMap<String, Object> schema() {
                return self.schema();
            }

            @Override
            public void describe(String path, BiConsumer<String, KeyText> reader) {
                self.describe(path, reader);
            }
        };
    }
}
