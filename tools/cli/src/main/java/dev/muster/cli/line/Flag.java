package dev.muster.cli.line;

import java.util.Optional;

/** An option that is there or is not. */
public record Flag(String name, Optional<String> letter, String summary) implements Option {
    public static Flag of(String name, String summary) {
        return new Flag(name, Optional.empty(), summary);
    }

    public static Flag of(String name, String letter, String summary) {
        return new Flag(name, Optional.of(letter), summary);
    }

    @Override
    public String valueShown() {
        return "";
    }
}
