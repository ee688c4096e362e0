package dev.muster.store.log;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The lines that belong to the one before them, such as a stack trace, with a cap on how much of
 * them is kept: what is far from the first line says least.
 */
final class Continuation {
    private static final int MOST_LINES = 500;
    private static final int MOST_CHARACTERS = 1 << 18;

    private final Deque<String> lines = new ArrayDeque<>();
    private int characters;
    private int dropped;

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Adds the line after the last one. */
    void addAfter(String line) {
        if (dropped > 0) {
            dropped++;
            return;
        }
        lines.addLast(line);
        characters += line.length();
        drop();
    }

    /** Adds the line before the first one. */
    void addBefore(String line) {
        lines.addFirst(line);
        characters += line.length();
        drop();
    }

    /** The lines, and how many there were more; empty where there are none. */
    String text() {
        var text = String.join("\n", lines);
        return dropped == 0 ? text : text + "\n... (" + dropped + " more lines)";
    }

    private void drop() {
        while (lines.size() > MOST_LINES || (characters > MOST_CHARACTERS && lines.size() > 1)) {
            characters -= lines.removeLast().length();
            dropped++;
        }
    }
}
