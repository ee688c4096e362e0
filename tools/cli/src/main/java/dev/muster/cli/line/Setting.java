package dev.muster.cli.line;

import java.util.Optional;

/**
 * An option with a value.
 *
 * @param valueName as help shows it, such as {@code PORT}
 */
public record Setting<T>(String name, String valueName, String summary, Value<T> value)
        implements Option {
    @Override
    public Optional<String> letter() {
        return Optional.empty();
    }

    @Override
    public String valueShown() {
        return " " + valueName;
    }

    /**
     * @throws CommandException naming the option, what was typed, and what is wanted
     */
    T read(String typed) {
        return value.reading()
                .apply(typed)
                .orElseThrow(
                        () ->
                                new CommandException(
                                        ExitCode.BAD_INPUT,
                                        name
                                                + " is \""
                                                + typed
                                                + "\", which is not "
                                                + value.wanted()
                                                + "."));
    }
}
