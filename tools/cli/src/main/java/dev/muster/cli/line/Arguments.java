package dev.muster.cli.line;

import java.util.Map;
import java.util.Optional;

/**
 * What was typed behind a verb, read as its usage says. Immutable.
 *
 * <p>Values are kept by the name of their operand or option, not by the record itself: the JVM
 * links a record's hash code anew at each start, for a tenth of the 150 ms that a verb has.
 */
public final class Arguments {
    private final Map<String, Object> values;

    Arguments(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** The value of an operand that is required. */
    public <T> T get(Operand<T> operand) {
        return find(operand).orElseThrow();
    }

    @SuppressWarnings("unchecked") // The parser puts in what the operand's own value has read.
    public <T> Optional<T> find(Operand<T> operand) {
        return Optional.ofNullable((T) values.get(operand.name()));
    }

    @SuppressWarnings("unchecked") // As with operands.
    public <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable((T) values.get(setting.name()));
    }

    public boolean has(Flag flag) {
        return values.containsKey(flag.name());
    }
}
