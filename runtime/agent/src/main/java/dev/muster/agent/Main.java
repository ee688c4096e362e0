package dev.muster.agent;

import dev.muster.agent.backend.AgentBackend;
import dev.muster.agent.start.AgentConfig;
import dev.muster.agent.start.AgentException;
import dev.muster.agent.start.LeftFleet;
import dev.muster.fleet.FleetProblems;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Entry point of an agent: runs one fleet until it is told to stop. */
public final class Main {
    private static final int FAILED = 1;

    private Main() {}

    /**
     * {@code Main FOLDER [--owned] [--gateway-port=N] [--dashboard-port=N] [--registry-port=N]}
     * runs a fleet, where {@code --keeper=PID} and {@code --died-with=STATUS} come from what starts
     * it again; {@code Main FOLDER --end-replicas [--force]} ends what an agent left running that
     * was killed, and says on standard output what that was.
     */
    public static void main(String[] arguments) {
        var options = List.of(arguments);
        try {
            var config = AgentConfig.of(options);
            if (options.contains("--end-replicas")) {
                System.out.print(
                        LeftFleet.end(
                                config,
                                options.contains("--force"),
                                AgentBackend.SYSTEM.nanoTime()));
            } else {
                Agent.start(config);
            }
        } catch (AgentException | FleetProblems e) {
            fail(e.getMessage());
        } catch (RuntimeException e) {
            e.printStackTrace(System.out);
            fail("The agent could not start: " + e.getMessage());
        }
    }

    /**
     * The command shows what stands on standard error; parts that did start, replicas too, are no
     * reason to stay.
     */
    private static void fail(@Nullable String sentence) {
        System.err.println(sentence);
        Runtime.getRuntime().exit(FAILED);
    }
}
