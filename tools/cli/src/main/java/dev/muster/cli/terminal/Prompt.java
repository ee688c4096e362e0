package dev.muster.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question in the last lines of a screen: what there is to choose from, and what has been typed
 * in answer to it so far. Tab completes the first word.
 */
public final class Prompt {
    private static final String INDENT = "  ";
    private static final int TAB = 9;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;
    private static final int ERASE_LINE = 21;

    private final String question;
    private final Choice choice;
    private final Answered answered;
    private final StringBuilder typed = new StringBuilder();
    private String complaint = "";

    /** Takes an answer. */
    @FunctionalInterface
    public interface Answered {
        /**
         * @param name one of the choice's
         * @param rest what was typed behind it
         * @return why that is no answer, or nothing where it is one
         */
        Optional<String> by(String name, String rest);
    }

    public Prompt(String question, Choice choice, Answered answered) {
        this.question = question;
        this.choice = choice;
        this.answered = answered;
    }

    /** Takes a key as a terminal's own line would; true once the question is done with. */
    public boolean press(int key) {
        complaint = "";
        switch (key) {
            case Keyboard.ESCAPE -> {
                return true;
            }
            case '\r', '\n' -> {
                return answer();
            }
            case TAB -> complete();
            case BACKSPACE, DELETE -> typed.setLength(Math.max(0, typed.length() - 1));
            case ERASE_LINE -> typed.setLength(0);
            default -> {
                if (key >= ' ') {
                    typed.append((char) key);
                }
            }
        }
        return false;
    }

    /** Nothing typed is no answer, and the question is given up. */
    private boolean answer() {
        var words = typed.toString().strip().split("\\s+", 2);
        if (words[0].isEmpty()) {
            return true;
        }
        var name = choice.meant(words[0]);
        if (name.isEmpty()) {
            complaint = "\"" + words[0] + "\" is none of these, or more than one";
            return false;
        }
        var refusal = answered.by(name.get(), words.length == 2 ? words[1] : "");
        complaint = refusal.orElse("");
        return refusal.isEmpty();
    }

    private void complete() {
        if (typed.indexOf(" ") < 0) {
            var completed = choice.completed(typed.toString());
            typed.setLength(0);
            typed.append(completed);
        }
    }

    /**
     * The lines, at whose end the cursor stands.
     *
     * @param columns of the terminal
     */
    public List<String> lines(int columns) {
        var lines = new ArrayList<String>();
        choice.lines(columns - INDENT.length()).forEach(line -> lines.add(INDENT + line));
        if (!complaint.isEmpty()) {
            lines.add(INDENT + complaint);
        }
        lines.add(INDENT + question + " " + typed);
        return lines;
    }
}
