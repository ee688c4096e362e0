package dev.muster.fleet;

import java.util.List;
import java.util.Optional;

/**
 * A key of a mapping in the fleet file.
 *
 * @param absent its value where the key is not written, or is written wrongly and the rest is still
 *     to be checked
 * @param fallback what the reference says of an absent key; empty where the key is required, or
 *     nothing follows from its absence
 * @param example the key with a value, as the file has it
 * @param text what the key is for, in one sentence
 * @param otherWords what people call it elsewhere, to lead them here
 */
record Key<T>(
        String name,
        Shape<T> shape,
        T absent,
        boolean required,
        String fallback,
        String example,
        String text,
        List<String> otherWords)
        implements KeyText {

    /** A key that has to be there; {@code standIn} is never seen outside of this package. */
    static <T> Key<T> required(String name, Shape<T> shape, T standIn) {
        return new Key<>(name, shape, standIn, true, "", "", "", List.of());
    }

    /** A key with a value of its own when it is not there. */
    static <T> Key<T> of(String name, Shape<T> shape, T absent, String fallback) {
        return new Key<>(name, shape, absent, false, fallback, "", "", List.of());
    }

    /** A key that may be missing, and then nothing stands in for it. */
    static <T> Key<Optional<T>> optional(String name, Shape<T> shape) {
        return of(name, shape.map(Optional::of), Optional.empty(), "");
    }

    Key<T> example(String value) {
        var written = name + ": " + value;
        return new Key<>(name, shape, absent, required, fallback, written, text, otherWords);
    }

    Key<T> says(String sentence) {
        return new Key<>(name, shape, absent, required, fallback, example, sentence, otherWords);
    }

    Key<T> alsoCalled(String... words) {
        return new Key<>(name, shape, absent, required, fallback, example, text, List.of(words));
    }
}
