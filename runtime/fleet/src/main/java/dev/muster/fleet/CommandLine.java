package dev.muster.fleet;

import java.util.ArrayList;
import java.util.List;

/**
 * A line split into a program and its arguments, as POSIX shells split words (POSIX.1-2024, Shell
 * Command Language, section 2.2): quotes and backslashes are honoured, and nothing is expanded.
 */
final class CommandLine {
    private static final String ENDS_A_COMMAND = "|&;<>`";

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int next;

    private CommandLine(String line) {
        this.line = line;
    }

    /**
     * The words of {@code line}.
     *
     * @throws IllegalArgumentException if a quote is left open, or the line holds what only a shell
     *     understands and what would otherwise reach the program as plain text
     */
    static List<String> split(String line) {
        return new CommandLine(line).split();
    }

    private List<String> split() {
        while (next < line.length()) {
            char c = line.charAt(next++);
            switch (c) {
                case ' ', '\t', '\n', '\r' -> endWord();
                case '\'' -> quoted('\'');
                case '"' -> quoted('"');
                case '\\' -> {
                    inWord = true;
                    if (next < line.length()) {
                        word.append(line.charAt(next++));
                    }
                }
                default -> plain(c);
            }
        }
        endWord();
        return List.copyOf(words);
    }

    private void plain(char c) {
        boolean isVariable =
                c == '$'
                        && next < line.length()
                        && (Character.isLetter(line.charAt(next))
                                || "{(_".indexOf(line.charAt(next)) >= 0);
        if (isVariable || ENDS_A_COMMAND.indexOf(c) >= 0) {
            throw new IllegalArgumentException(
                    "holds %c, which only a shell understands, and none runs it. Write sh -c '...', or quote it"
                            .formatted(c));
        }
        inWord = true;
        word.append(c);
    }

    private void quoted(char quote) {
        inWord = true;
        while (next < line.length()) {
            char c = line.charAt(next++);
            if (c == quote) {
                return;
            }
            boolean escapes =
                    c == '\\'
                            && quote == '"'
                            && next < line.length()
                            && "\"\\$`".indexOf(line.charAt(next)) >= 0;
            word.append(escapes ? line.charAt(next++) : c);
        }
        throw new IllegalArgumentException("leaves a " + quote + " open");
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
