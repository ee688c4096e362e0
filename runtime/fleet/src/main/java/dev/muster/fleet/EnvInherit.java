package dev.muster.fleet;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which variables of the shell that started the fleet a replica is given.
 *
 * @param all every variable
 * @param names those besides {@link #ALWAYS}, where not all are given; one that ends in {@code *}
 *     stands for all that begin so
 */
public record EnvInherit(boolean all, List<String> names) {
    /** Without these hardly a program starts, or speaks to its user as it should. */
    public static final List<String> ALWAYS =
            List.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ", "LANG", "LC_*");

    public static final EnvInherit EVERYTHING = new EnvInherit(true, List.of());

    public EnvInherit {
        names = List.copyOf(names);
    }

    static EnvInherit only(List<String> names) {
        return new EnvInherit(false, names);
    }

    /** What is given of {@code environment}. */
    public Map<String, String> of(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> isGiven(variable.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private boolean isGiven(String variable) {
        return all
                || ALWAYS.stream().anyMatch(name -> means(name, variable))
                || names.stream().anyMatch(name -> means(name, variable));
    }

    private static boolean means(String name, String variable) {
        return name.endsWith("*")
                ? variable.startsWith(name.substring(0, name.length() - 1))
                : variable.equals(name);
    }
}
