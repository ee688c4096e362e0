package dev.muster.cli.line;

/**
 * What the command's exit status tells a script. Documented in {@code docs/cli.md}; never
 * renumbered.
 */
public enum ExitCode {
    /** Done. */
    DONE(0),
    /** What was asked for did not succeed. */
    FAILED(1),
    /** The arguments or the fleet file are wrong; nothing was done. */
    BAD_INPUT(2),
    /** No agent runs the fleet. */
    NOT_UP(3),
    /** The fleet is up, but not every service became ready. */
    NOT_READY(4),
    /** Stopped by Ctrl+C. */
    INTERRUPTED(130),
    /** Not all of what was asked for could be printed: its reader has left, or the disk is full. */
    UNREAD(141);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** Of a command that the agent refused with this HTTP status. */
    public static ExitCode refused(int httpStatus) {
        return httpStatus == 400 || httpStatus == 404 ? BAD_INPUT : FAILED;
    }

    public int status() {
        return status;
    }
}
