package dev.muster.cli.line;

import dev.muster.fleet.NearestName;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Reads what was typed behind a verb. Of one thread and one line. */
public final class ArgumentParser {
    private final Usage usage;
    private final Iterator<String> rest;
    private final Map<String, Object> values = new HashMap<>();
    private int operandsRead;

    private ArgumentParser(Usage usage, List<String> typed) {
        this.usage = usage;
        this.rest = typed.iterator();
    }

    /**
     * Options may stand anywhere, as {@code --name value} or {@code --name=value}; {@code --} ends
     * them. A number below zero is no option.
     *
     * @throws CommandException naming what is wrong and how the verb is used
     */
    public static Arguments parse(Usage usage, List<String> typed) {
        return new ArgumentParser(usage, typed).parse();
    }

    private Arguments parse() {
        boolean optionsEnded = false;
        while (rest.hasNext()) {
            var typed = rest.next();
            if (optionsEnded || !typed.matches("-[^0-9].*")) {
                operand(typed);
            } else if (typed.equals("--")) {
                optionsEnded = true;
            } else {
                option(typed);
            }
        }
        usage.operands().stream()
                .skip(operandsRead)
                .filter(Operand::isRequired)
                .findFirst()
                .ifPresent(
                        missing -> {
                            throw wrong(missing.name() + " is missing. ");
                        });
        return new Arguments(values);
    }

    private void operand(String typed) {
        if (operandsRead == usage.operands().size()) {
            throw wrong("\"" + typed + "\" is too much. ");
        }
        var operand = usage.operands().get(operandsRead++);
        values.put(operand.name(), operand.value().read(typed));
    }

    private void option(String typed) {
        int equals = typed.indexOf('=');
        var name = equals < 0 ? typed : typed.substring(0, equals);
        var option = called(name);
        // Not a switch over types: the JVM links one anew at each start, for a tenth of the 150 ms
        // that a verb has.
        if (option instanceof Setting<?> setting) {
            var value = equals < 0 ? next(setting) : typed.substring(equals + 1);
            values.put(setting.name(), setting.read(value));
        } else if (equals < 0) {
            values.put(option.name(), true);
        } else {
            throw wrong(option.name() + " takes no value. ");
        }
    }

    private Option called(String name) {
        return usage.options().stream()
                .filter(option -> option.isCalled(name))
                .findFirst()
                .orElseThrow(() -> wrong("there is no option " + name + ". " + proposal(name)));
    }

    private String proposal(String name) {
        return NearestName.of(name, usage.options().stream().map(Option::name).toList())
                .map(near -> "Did you mean " + near + "? ")
                .orElse("");
    }

    private String next(Setting<?> setting) {
        if (!rest.hasNext()) {
            throw wrong(setting.name() + " needs a value. ");
        }
        return rest.next();
    }

    private CommandException wrong(String sentence) {
        return new CommandException(
                ExitCode.BAD_INPUT,
                "muster " + usage.name() + ": " + sentence + "Usage: muster " + usage.line());
    }
}
