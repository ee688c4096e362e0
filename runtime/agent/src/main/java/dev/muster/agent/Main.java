package dev.muster.agent;

import dev.muster.fleet.FleetProblems;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Entry point of an agent: runs one fleet until it is told to stop. */
public final class Main {
    private static final int FAILED = 1;

    private Main() {}

    /**
     * {@code Main FOLDER [--owned] [--gateway-port=N] [--dashboard-port=N] [--registry-port=N]}.
     */
    public static void main(String[] arguments) {
        try {
            Agent.start(AgentConfig.of(List.of(arguments)));
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
