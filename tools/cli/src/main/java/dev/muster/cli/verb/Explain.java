package dev.muster.cli.verb;

import static dev.muster.cli.verb.AgentCalls.FLEET;
import static dev.muster.cli.verb.AgentCalls.JSON;
import static dev.muster.cli.verb.AgentCalls.SERVICE;

import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Verb;
import dev.muster.control.ApiPaths;
import dev.muster.control.Target;

import java.io.IOException;

/** {@code explain}: why a service is as it is. */
public final class Explain implements Verb {
    private final AgentCalls calls;

    public Explain(AgentCalls calls) {
        this.calls = calls;
    }

    @Override
    public Usage usage() {
        return Usage.of("explain", "why a service is as it is")
                .operands(SERVICE)
                .options(JSON, FLEET)
                .examples("muster explain orders");
    }

    @Override
    public ExitCode run(Arguments arguments) throws IOException {
        return calls.print(arguments, Target.of(ApiPaths.EXPLAIN, arguments.get(SERVICE)));
    }
}
