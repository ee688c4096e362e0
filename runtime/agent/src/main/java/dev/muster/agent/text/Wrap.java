package dev.muster.agent.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks a sentence between words. */
final class Wrap {
    private static final int NARROWEST = 20;

    private Wrap() {}

    /** The lines of {@code text}, none longer than {@code width} unless a single word is. */
    static List<String> at(int width, String text) {
        int limit = Math.max(NARROWEST, width);
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > limit) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
