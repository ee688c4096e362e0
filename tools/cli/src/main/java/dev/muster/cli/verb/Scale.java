package dev.muster.cli.verb;

import static dev.muster.cli.verb.AgentCalls.FLEET;
import static dev.muster.cli.verb.AgentCalls.JSON;
import static dev.muster.cli.verb.AgentCalls.SERVICE;

import dev.muster.cli.agent.Order;
import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Operand;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Verb;

import java.io.IOException;

/** {@code scale}: so many replicas of a service. */
public final class Scale implements Verb {
    private static final Operand<Integer> REPLICAS = Operand.required("N", Order.REPLICAS);

    private final AgentCalls calls;

    public Scale(AgentCalls calls) {
        this.calls = calls;
    }

    @Override
    public Usage usage() {
        return Usage.of("scale", "run N replicas of a service")
                .operands(SERVICE, REPLICAS)
                .options(JSON, FLEET)
                .examples("muster scale orders 3");
    }

    @Override
    public ExitCode run(Arguments arguments) throws IOException {
        return calls.give(arguments, Order.scale(arguments.get(SERVICE), arguments.get(REPLICAS)));
    }
}
