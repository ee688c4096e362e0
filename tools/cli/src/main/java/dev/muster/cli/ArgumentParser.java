package dev.muster.cli;

import dev.muster.fleet.NearestName;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Reads what was typed behind a verb. */
final class ArgumentParser {
    private ArgumentParser() {}

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
