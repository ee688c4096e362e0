package dev.muster.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what was probably meant, by Levenshtein's edit distance. */
final class Nearest {
    private static final int FARTHEST = 2;

    private Nearest() {}

    static Optional<String> of(String typed, List<String> known) {
        return known.stream()
                .filter(word -> distance(typed, word) <= FARTHEST)
                .min(Comparator.comparingInt(word -> distance(typed, word)));
    }

    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
