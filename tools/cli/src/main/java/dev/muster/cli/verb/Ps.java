package dev.muster.cli.verb;

import static dev.muster.cli.verb.AgentCalls.FLEET;
import static dev.muster.cli.verb.AgentCalls.JSON;

import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Verb;
import dev.muster.control.ApiPaths;
import dev.muster.control.Target;

import java.io.IOException;

/** {@code ps}: the services and how they are. */
public final class Ps implements Verb {
    private final AgentCalls calls;

    public Ps(AgentCalls calls) {
        this.calls = calls;
    }

    @Override
    public Usage usage() {
        return Usage.of("ps", "the services and how they are")
                .options(JSON, FLEET)
                .examples("muster ps --json               # for a script");
    }

    @Override
    public ExitCode run(Arguments arguments) throws IOException {
        return calls.print(arguments, Target.of(ApiPaths.FLEET));
    }
}
