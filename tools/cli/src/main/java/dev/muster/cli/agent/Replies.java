package dev.muster.cli.agent;

import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
import dev.muster.control.ControlClient.Reply;

import java.io.IOException;

/** What an agent answers to a command. */
public final class Replies {
    private Replies() {}

    /**
     * The answer, unless it is a refusal.
     *
     * @throws CommandException with the agent's own sentence; the answer is closed then
     */
    public static Reply accepted(Reply reply) throws IOException {
        if (reply.isSuccess()) {
            return reply;
        }
        try (reply) {
            var sentence = reply.text().strip();
            throw new CommandException(
                    ExitCode.refused(reply.status()),
                    sentence.isEmpty()
                            ? "The agent answered with status " + reply.status() + " and no words."
                            : sentence);
        }
    }
}
