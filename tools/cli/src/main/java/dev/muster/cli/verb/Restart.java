package dev.muster.cli.verb;

import static dev.muster.cli.verb.AgentCalls.FLEET;
import static dev.muster.cli.verb.AgentCalls.JSON;
import static dev.muster.cli.verb.AgentCalls.SERVICE;

import dev.muster.cli.agent.Order;
import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Verb;

import java.io.IOException;

/** {@code restart}: what was edited takes the place of what runs. */
public final class Restart implements Verb {
    private final AgentCalls calls;

    public Restart(AgentCalls calls) {
        this.calls = calls;
    }

    @Override
    public Usage usage() {
        return Usage.of("restart", "build what changed, then replace the replicas")
                .operands(SERVICE)
                .options(JSON, FLEET)
                .examples("muster restart orders          # after an edit");
    }

    @Override
    public ExitCode run(Arguments arguments) throws IOException {
        return calls.give(arguments, Order.restart(arguments.get(SERVICE)));
    }
}
