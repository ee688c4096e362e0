package dev.muster.agent;

import dev.muster.fleet.FleetProblems;

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
            System.err.println(e.getMessage());
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
