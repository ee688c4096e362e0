package dev.muster.cli.verb;

import static dev.muster.cli.verb.AgentCalls.FLEET;
import static dev.muster.cli.verb.AgentCalls.JSON;

import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Setting;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Value;
import dev.muster.cli.line.Verb;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.Target;

import java.io.IOException;

/** {@code events}: what happened to the fleet. */
public final class Events implements Verb {
    private static final Setting<String> LIMIT =
            new Setting<>("--limit", "N", "at most this many (50)", Value.TEXT);

    private final AgentCalls calls;

    public Events(AgentCalls calls) {
        this.calls = calls;
    }

    @Override
    public Usage usage() {
        return Usage.of("events", "what happened, newest first")
                .options(LIMIT, JSON, FLEET)
                .examples("muster events --limit 10");
    }

    @Override
    public ExitCode run(Arguments arguments) throws IOException {
        return calls.print(
                arguments, Target.of(ApiPaths.EVENTS).with(ApiQuery.LIMIT, arguments.find(LIMIT)));
    }
}
