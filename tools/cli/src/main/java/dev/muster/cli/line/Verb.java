package dev.muster.cli.line;

import java.io.IOException;

/**
 * A verb of the command. Help, proposals for what was misspelt and complaints about what was typed
 * come from its usage alone.
 */
public interface Verb {
    /** What can be typed: the same each time. */
    Usage usage();

    /**
     * @param arguments that fit the usage
     * @throws CommandException when it ends otherwise than it should
     * @throws IOException when the agent does not answer
     */
    ExitCode run(Arguments arguments) throws IOException;
}
