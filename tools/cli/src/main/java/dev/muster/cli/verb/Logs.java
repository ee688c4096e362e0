package dev.muster.cli.verb;

import static dev.muster.cli.verb.AgentCalls.FLEET;
import static dev.muster.cli.verb.AgentCalls.JSON;

import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Flag;
import dev.muster.cli.line.Operand;
import dev.muster.cli.line.Setting;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Value;
import dev.muster.cli.line.Verb;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.Target;

import java.io.IOException;

/** {@code logs}: what services wrote. What a filter may say, the agent knows. */
public final class Logs implements Verb {
    private static final Operand<String> WHOSE = Operand.optional("SVC", Value.TEXT);
    private static final Flag FOLLOW = Flag.of("--follow", "-f", "go on as more is written");
    private static final Setting<String> GREP =
            new Setting<>(
                    "--grep", "TEXT", "only lines that hold this text, in any case", Value.TEXT);
    private static final Setting<String> LEVEL =
            new Setting<>(
                    "--level",
                    "LEVEL",
                    "only lines this bad or worse: trace, debug, info, warn, error",
                    Value.TEXT);
    private static final Setting<String> SINCE =
            new Setting<>(
                    "--since",
                    "TIME",
                    "only lines since then: 90s, 5m, 2h, or 2026-11-01T12:00:00Z",
                    Value.TEXT);
    private static final Setting<String> LIMIT =
            new Setting<>(
                    "--limit", "N", "at most this many of the newest lines (200)", Value.TEXT);

    private final AgentCalls calls;

    public Logs(AgentCalls calls) {
        this.calls = calls;
    }

    @Override
    public Usage usage() {
        return Usage.of("logs", "what services, or one service or replica, wrote")
                .operands(WHOSE)
                .options(FOLLOW, GREP, LEVEL, SINCE, LIMIT, JSON, FLEET)
                .examples(
                        "muster logs -f orders          # as they are written",
                        "muster logs --level warn --since 5m",
                        "muster logs orders-2 --grep timeout");
    }

    @Override
    public ExitCode run(Arguments arguments) throws IOException {
        var target =
                Target.of(ApiPaths.LOGS)
                        .with(ApiQuery.SERVICE, arguments.find(WHOSE))
                        .with(ApiQuery.GREP, arguments.find(GREP))
                        .with(ApiQuery.LEVEL, arguments.find(LEVEL))
                        .with(ApiQuery.SINCE, arguments.find(SINCE))
                        .with(ApiQuery.LIMIT, arguments.find(LIMIT));
        return arguments.has(FOLLOW)
                ? calls.follow(arguments, target.with(ApiQuery.FOLLOW))
                : calls.print(arguments, target);
    }
}
