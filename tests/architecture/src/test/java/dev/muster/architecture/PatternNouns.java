package dev.muster.architecture;

import java.util.Set;
import java.util.regex.Pattern;

/** Words that say nothing of what a thing is, and so name nothing here. */
final class PatternNouns {
    private static final Set<String> WORDS =
            Set.of(
                    "Util",
                    "Utils",
                    "Helper",
                    "Helpers",
                    "Manager",
                    "Impl",
                    "Abstract",
                    "Base",
                    "Default",
                    "Common",
                    "Shared");

    private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*");

    private PatternNouns() {}

    /** Whether one of the words of {@code name}, written in camel case, is one of them. */
    static boolean isIn(String name) {
        return WORD.matcher(name).results().anyMatch(word -> WORDS.contains(word.group()));
    }
}
