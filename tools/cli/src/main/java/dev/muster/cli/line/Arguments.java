package dev.muster.cli.line;

import java.util.Map;
import java.util.Optional;

/** What was typed behind a verb, read as its usage says. Immutable. */
public final class Arguments {
    private final Map<Operand<?>, Object> operands;
    private final Map<Option, Object> options;

    Arguments(Map<Operand<?>, Object> operands, Map<Option, Object> options) {
        this.operands = Map.copyOf(operands);
        this.options = Map.copyOf(options);
    }

    /** The value of an operand that is required. */
    public <T> T get(Operand<T> operand) {
        return find(operand).orElseThrow();
    }

    @SuppressWarnings("unchecked") // The parser puts in what the operand's own value has read.
    public <T> Optional<T> find(Operand<T> operand) {
        return Optional.ofNullable((T) operands.get(operand));
    }

    @SuppressWarnings("unchecked") // As with operands.
    public <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable((T) options.get(setting));
    }

    public boolean has(Flag flag) {
        return options.containsKey(flag);
    }
}
