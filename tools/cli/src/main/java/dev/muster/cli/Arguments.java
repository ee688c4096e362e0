package dev.muster.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was typed after a verb, checked against the verb's description. Immutable. */
final class Arguments {
    private final List<String> operands;
    private final Map<String, String> options;

    Arguments(List<String> operands, Map<String, String> options) {
        this.operands = List.copyOf(operands);
        this.options = Map.copyOf(options);
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
}
