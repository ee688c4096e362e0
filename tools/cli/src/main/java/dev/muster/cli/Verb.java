package dev.muster.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One verb of the command, described once for the parser, the help text and the docs.
 *
 * @param operands what follows the verb, as help shows it, such as {@code SVC N}
 * @param minOperands how many of them must be there
 * @param maxOperands how many of them may be there
 * @param examples whole commands, each with a {@code #} and what it is for
 */
record Verb(
        String name,
        String operands,
        int minOperands,
        int maxOperands,
        String summary,
        List<Option> options,
        List<String> examples,
        Action action) {

    Verb(
            String name,
            String operands,
            int minOperands,
            int maxOperands,
            String summary,
            List<Option> options,
            Action action) {
        this(name, operands, minOperands, maxOperands, summary, options, List.of(), action);
    }

    /** This verb, with commands as somebody would type them, each with what it is for. */
    Verb withExamples(String... commands) {
        return new Verb(
                name,
                operands,
                minOperands,
                maxOperands,
                summary,
                options,
                List.of(commands),
                action);
    }

    /** What a verb does. */
    @FunctionalInterface
    interface Action {
        ExitCode run(Arguments arguments) throws IOException;
    }

    /**
     * One option.
     *
     * @param name long form, such as {@code --since}
     * @param letter short form, such as {@code -f}, where there is one
     * @param value the name of its value, where it takes one
     */
    record Option(String name, Optional<String> letter, Optional<String> value, String summary) {
        static Option flag(String name, String summary) {
            return new Option(name, Optional.empty(), Optional.empty(), summary);
        }

        static Option flag(String name, String letter, String summary) {
            return new Option(name, Optional.of(letter), Optional.empty(), summary);
        }

        static Option valued(String name, String value, String summary) {
            return new Option(name, Optional.empty(), Optional.of(value), summary);
        }

        boolean isCalled(String argument) {
            return name.equals(argument) || letter.filter(argument::equals).isPresent();
        }

        /** As help shows it: {@code -f, --follow} or {@code --since TIME}. */
        String usage() {
            return letter.map(l -> l + ", ").orElse("") + name + value.map(v -> " " + v).orElse("");
        }
    }

    /** The name of one of its operands, counted from 0. */
    String operand(int index) {
        return operands.split(" ")[index];
    }

    /** One line: the verb and what may follow it. */
    String usage() {
        var line = new StringBuilder(name);
        if (!operands.isEmpty()) {
            line.append(' ').append(operands);
        }
        for (var option : options) {
            line.append(" [")
                    .append(option.letter().orElse(option.name()))
                    .append(option.value().map(v -> " " + v).orElse(""))
                    .append(']');
        }
        return line.toString();
    }
}
