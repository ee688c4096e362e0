package dev.muster.cli.agent;

import dev.muster.cli.line.CommandException;
import dev.muster.control.AgentAddress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Stops a fleet by its agent and, where that is gone or may have left something running, without
 * it.
 */
public final class FleetStop {
    private final AgentProcess agents;

    public FleetStop(AgentProcess agents) {
        this.agents = agents;
    }

    /**
     * Returns once nothing of the fleet runs any more. May be called by several threads at the same
     * time, so that one can force what another one waits for.
     *
     * @param told takes sentences on what was stopped
     * @return whether there was anything to stop
     * @throws CommandException with the reason why something may still run
     * @throws IOException where that cannot be found out
     */
    public boolean stop(Path folder, boolean force, Consumer<String> told) throws IOException {
        boolean wasUp = false;
        while (true) {
            var agent = RunningAgent.find(folder);
            wasUp |= agent.isPresent();
            boolean isDown = agent.isPresent() && agent.get().stop(force, told);
            if (isDown && !AgentAddress.isLeftBehind(folder)) {
                return true;
            }
            var ended = agents.endReplicas(folder, force);
            if (ended.isPresent()) {
                if (!ended.get().isEmpty()) {
                    told.accept(ended.get());
                }
                return wasUp || !ended.get().isEmpty();
            }
            // There is an agent again: started in the place of one that died, or by another
            // command.
        }
    }
}
