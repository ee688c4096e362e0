package dev.muster.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line split into a program and its arguments, as POSIX shells split words (POSIX.1-2024, Shell
 * Command Language, section 2.2): quotes and backslashes are honoured, and nothing is expanded.
 */
final class CommandLine {
    private static final String ENDS_A_COMMAND = "|&;<>`";
    private static final Pattern EXPANDED =
            Pattern.compile("\\$(?:[A-Za-z_][A-Za-z0-9_]*|\\{[^}]*\\}?|\\()");

    /** A folder below somebody's home; {@code ~name} alone may be a file that begins so. */
    private static final Pattern BELOW_HOME = Pattern.compile("~(?:[A-Za-z_][A-Za-z0-9_.-]*)?/");

    private final String line;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private Optional<String> expanded = Optional.empty();
    private boolean inWord;
    private int next;

    private CommandLine(String line) {
        this.line = line;
    }

    /**
     * A program or an argument.
     *
     * @param expanded the first thing in it that a shell would put something else in place of, such
     *     as {@code $PORT}, where it is not written so that a shell would not
     */
    record Word(String text, Optional<String> expanded) {
        /** A word that no quotes stand around: an item of a list. */
        static Word bare(String text) {
            var match = EXPANDED.matcher(text);
            if (match.find()) {
                return new Word(text, Optional.of(match.group()));
            }
            boolean isHome = text.equals("~") || BELOW_HOME.matcher(text).lookingAt();
            return new Word(text, isHome ? Optional.of("~") : Optional.empty());
        }
    }

    /**
     * The words of {@code line}.
     *
     * @throws IllegalArgumentException if a quote is left open, or the line holds what only a shell
     *     understands and what would otherwise reach the program as plain text
     */
    static List<Word> split(String line) {
        return new CommandLine(line).split();
    }

    private List<Word> split() {
        while (next < line.length()) {
            char c = line.charAt(next++);
            switch (c) {
                case ' ', '\t', '\r' -> endWord();
                case '\n' -> endLine();
                case '\'' -> quoted('\'');
                case '"' -> quoted('"');
                case '\\' -> escaped();
                default -> plain(c);
            }
        }
        endWord();
        return List.copyOf(words);
    }

    private void endLine() {
        endWord();
        if (!words.isEmpty() && !line.substring(next).isBlank()) {
            throw new IllegalArgumentException(
                    "has more than one line, and a command is one. Write the lines into a script"
                            + " and run that, or end a line that goes on in a backslash");
        }
    }

    /** A line that ends in a backslash goes on in the next. */
    private void escaped() {
        if (next < line.length() && line.charAt(next) == '\n') {
            next++;
            return;
        }
        inWord = true;
        if (next < line.length()) {
            word.append(line.charAt(next++));
        }
    }

    private void plain(char c) {
        if (ENDS_A_COMMAND.indexOf(c) >= 0) {
            int end = next;
            while (end < line.length() && line.charAt(end) == c) {
                end++;
            }
            throw new IllegalArgumentException(
                    "holds %s, which only a shell understands, and none runs it. Write sh -c '...', or quote it"
                            .formatted(line.substring(next - 1, end)));
        }
        boolean isAlone = next == line.length() || " \t\n".indexOf(line.charAt(next)) >= 0;
        boolean isBelow = BELOW_HOME.matcher(line).region(next - 1, line.length()).lookingAt();
        if (!inWord && (isBelow || (c == '~' && isAlone))) {
            note("~");
        }
        noteExpansion();
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
            if (quote == '"' && !escapes) {
                noteExpansion();
            }
            word.append(escapes ? line.charAt(next++) : c);
        }
        throw new IllegalArgumentException("leaves a " + quote + " open");
    }

    /** Notes what a shell would expand at the character that was read last. */
    private void noteExpansion() {
        if (line.charAt(next - 1) == '`') {
            note("`");
        }
        var match = EXPANDED.matcher(line).region(next - 1, line.length());
        if (match.lookingAt()) {
            note(match.group());
        }
    }

    private void note(String what) {
        expanded = expanded.or(() -> Optional.of(what));
    }

    private void endWord() {
        if (inWord) {
            words.add(new Word(word.toString(), expanded));
            word.setLength(0);
            expanded = Optional.empty();
            inWord = false;
        }
    }
}
