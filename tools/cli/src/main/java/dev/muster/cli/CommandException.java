package dev.muster.cli;

/** Ends the command with a sentence for the user. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    CommandException(ExitCode exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
