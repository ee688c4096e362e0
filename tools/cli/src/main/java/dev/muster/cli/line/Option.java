package dev.muster.cli.line;

import java.util.Optional;

/** What may stand anywhere behind a verb, told by its name. */
public sealed interface Option permits Flag, Setting {
    /** Long form, such as {@code --since}. */
    String name();

    /** Short form, such as {@code -f}, where there is one. */
    Optional<String> letter();

    String summary();

    /** What stands behind its name: a blank and the name of its value, or nothing. */
    String valueShown();

    default boolean isCalled(String typed) {
        return name().equals(typed) || letter().filter(typed::equals).isPresent();
    }

    /** As help lists it: {@code -f, --follow} or {@code --since TIME}. */
    default String listed() {
        return letter().map(form -> form + ", ").orElse("") + name() + valueShown();
    }

    /** As a usage shows it: {@code [-f]} or {@code [--since TIME]}. */
    default String shown() {
        return "[" + letter().orElse(name()) + valueShown() + "]";
    }
}
