package dev.muster.fleet;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a replica is called: its service and its number, such as {@code orders-2}.
 *
 * @param number from 1
 */
public record ReplicaName(String service, int number) {

    private static final Pattern NAME = Pattern.compile("(.+)-(\\d{1,9})");

    /** Reads what {@link #toString} writes; empty where it is something else. */
    public static Optional<ReplicaName> read(String text) {
        Matcher name = NAME.matcher(text);
        return name.matches()
                ? Optional.of(new ReplicaName(name.group(1), Integer.parseInt(name.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return service + "-" + number;
    }
}
