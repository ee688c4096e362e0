package dev.muster.cli.line;

/**
 * What stands behind a verb at its place.
 *
 * @param name as help shows it, such as {@code SVC}
 */
public record Operand<T>(String name, boolean isRequired, Value<T> value) {
    public static <T> Operand<T> required(String name, Value<T> value) {
        return new Operand<>(name, true, value);
    }

    public static <T> Operand<T> optional(String name, Value<T> value) {
        return new Operand<>(name, false, value);
    }

    /** As help shows it: {@code SVC} or {@code [FOLDER]}. */
    String shown() {
        return isRequired ? name : "[" + name + "]";
    }
}
