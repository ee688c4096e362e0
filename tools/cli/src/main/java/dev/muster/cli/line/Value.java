package dev.muster.cli.line;

import java.util.Optional;
import java.util.function.Function;

/**
 * What may stand for an operand or behind an option.
 *
 * @param wanted as a sentence says it, such as {@code a number of replicas, 0 to 100}
 * @param reading empty where a text is none
 */
public record Value<T>(String wanted, Function<String, Optional<T>> reading) {
    /** Any text; where it must be more than that, the agent knows it. */
    public static final Value<String> TEXT = new Value<>("a text", Optional::of);

    /** Decimal digits, as many as the largest has at most. */
    public static Value<Integer> number(String wanted, int smallest, int largest) {
        int digits = Integer.toString(largest).length();
        return new Value<>(
                wanted,
                typed ->
                        Optional.of(typed)
                                .filter(text -> text.matches("[0-9]{1," + digits + "}"))
                                .map(Integer::parseInt)
                                .filter(number -> number >= smallest && number <= largest));
    }

    /**
     * @throws CommandException saying what was typed and what is wanted
     */
    public T read(String typed) {
        return reading.apply(typed)
                .orElseThrow(
                        () ->
                                new CommandException(
                                        ExitCode.BAD_INPUT,
                                        "\"" + typed + "\" is not " + wanted + "."));
    }
}
