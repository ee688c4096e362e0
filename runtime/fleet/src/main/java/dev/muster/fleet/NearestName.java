package dev.muster.fleet;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds what somebody meant to write: the known name with the fewest slips of the keyboard between
 * it and the word, by the optimal string alignment distance (a letter missing, added, wrong, or
 * swapped with its neighbour; Damerau 1964).
 */
public final class NearestName {
    private NearestName() {}

    /** The nearest of {@code known}, if it is near enough to be what was meant. */
    public static Optional<String> of(String word, Collection<String> known) {
        var lower = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name -> Math.abs(name.length() - word.length()) <= mostSlips(name))
                .min(Comparator.comparingInt(name -> distance(lower, name)))
                .filter(name -> distance(lower, name) <= mostSlips(name));
    }

    private static int mostSlips(String name) {
        return Math.max(1, name.length() / 3);
    }

    private static int distance(String from, String to) {
        var rows = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            rows[i][0] = i;
        }
        for (int j = 0; j <= to.length(); j++) {
            rows[0][j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int least = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
                rows[i][j] = Math.min(least, rows[i - 1][j - 1] + change);
                if (isSwap(from, i, to, j)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[from.length()][to.length()];
    }

    private static boolean isSwap(String from, int i, String to, int j) {
        return i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
    }
}
