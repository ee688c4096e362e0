package dev.muster.cli;

import dev.muster.fleet.NearestName;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was typed after a verb, checked against the verb's description. Immutable. */
final class Arguments {
    private final List<String> operands;
    private final Map<String, String> options;

    private Arguments(List<String> operands, Map<String, String> options) {
        this.operands = List.copyOf(operands);
        this.options = Map.copyOf(options);
    }

    /**
     * Options may stand anywhere, as {@code --name value} or {@code --name=value}; {@code --} ends
     * them.
     *
     * @throws CommandException naming what is wrong and how the verb is used
     */
    static Arguments parse(Verb verb, List<String> typed) {
        var operands = new ArrayList<String>();
        var options = new HashMap<String, String>();
        var rest = typed.iterator();
        boolean optionsEnded = false;
        while (rest.hasNext()) {
            var argument = rest.next();
            if (optionsEnded || !argument.matches("-[^0-9].*")) {
                operands.add(argument);
            } else if (argument.equals("--")) {
                optionsEnded = true;
            } else {
                int equals = argument.indexOf('=');
                var name = equals < 0 ? argument : argument.substring(0, equals);
                var option = option(verb, name);
                boolean isFlag = option.value().isEmpty();
                if (isFlag && equals >= 0) {
                    throw wrong(verb, option.name() + " takes no value");
                }
                options.put(
                        option.name(),
                        isFlag
                                ? ""
                                : equals >= 0
                                        ? argument.substring(equals + 1)
                                        : value(verb, option, rest));
            }
        }
        if (operands.size() < verb.minOperands() || operands.size() > verb.maxOperands()) {
            throw wrong(
                    verb,
                    operands.size() < verb.minOperands()
                            ? verb.operand(operands.size()) + " is missing"
                            : "\"" + operands.get(verb.maxOperands()) + "\" is too much");
        }
        return new Arguments(operands, options);
    }

    Optional<String> operand(int index) {
        return index < operands.size() ? Optional.of(operands.get(index)) : Optional.empty();
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(options.get(option));
    }

    private static Verb.Option option(Verb verb, String name) {
        return verb.options().stream()
                .filter(option -> option.isCalled(name))
                .findFirst()
                .orElseThrow(() -> wrong(verb, "there is no option " + name + nearest(verb, name)));
    }

    private static String nearest(Verb verb, String name) {
        return NearestName.of(name, verb.options().stream().map(Verb.Option::name).toList())
                .map(near -> ". Did you mean " + near + "?")
                .orElse("");
    }

    private static String value(Verb verb, Verb.Option option, java.util.Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw wrong(verb, option.name() + " needs a value");
        }
        return rest.next();
    }

    private static CommandException wrong(Verb verb, String what) {
        return new CommandException(
                ExitCode.BAD_INPUT,
                "muster "
                        + verb.name()
                        + ": "
                        + what
                        + (what.endsWith("?") ? " " : ". ")
                        + "Usage: muster "
                        + verb.usage());
    }
}
