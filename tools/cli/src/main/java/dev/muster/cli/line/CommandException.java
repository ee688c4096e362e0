package dev.muster.cli.line;

/** Ends the command with a sentence for the user. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public CommandException(ExitCode exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
