package dev.muster.cli;

import java.util.function.Consumer;

/** A question in the last line of a screen, and what has been typed in answer to it so far. */
final class Prompt {
    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;
    private static final int ERASE_LINE = 21;

    private final String question;
    private final Consumer<String> answered;
    private final StringBuilder typed = new StringBuilder();

    /**
     * @param answered is called with what was typed, unless that is nothing
     */
    Prompt(String question, Consumer<String> answered) {
        this.question = question;
        this.answered = answered;
    }

    /** Takes a key as a terminal's own line would; true once the question is done with. */
    boolean press(int key) {
        switch (key) {
            case Keyboard.ESCAPE -> {
                return true;
            }
            case '\r', '\n' -> {
                var answer = typed.toString().strip();
                if (!answer.isEmpty()) {
                    answered.accept(answer);
                }
                return true;
            }
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

    /** The line, at whose end the cursor stands. */
    String line() {
        return "  " + question + " " + typed;
    }
}
