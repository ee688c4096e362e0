package dev.muster.supervisor;

import dev.muster.driver.Leftover;
import dev.muster.driver.ReplicaDriver;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.driver.RunningReplica;
import dev.muster.supervisor.state.StateFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * Ends the replicas that an agent left running which was killed: what {@code down} does where no
 * agent is there to be asked. Nothing is read of the fleet file, which may be another by now.
 */
public final class LeftReplicas {

    private static final Duration USUAL_GRACE = Duration.ofSeconds(10);

    private final SupervisorConfig config;
    private final Drivers drivers;

    private LeftReplicas(SupervisorConfig config, List<ReplicaDriver.Factory> drivers) {
        this.config = config;
        this.drivers = Drivers.open(drivers, config, config.backend().clock());
    }

    /**
     * @param ended names of the replicas that were ended
     * @param running what could not be ended
     */
    public record Outcome(List<String> ended, List<Leftover> running) {
        public Outcome {
            ended = List.copyOf(ended);
            running = List.copyOf(running);
        }
    }

    /**
     * Ends all that the state folder knows of, each with the grace that it was promised. Blocks
     * until nothing of it runs any more.
     *
     * @param config of the supervisor that is gone
     * @param drivers all that may have run a replica
     * @param force whether they are killed at once
     * @throws SupervisorException when a supervisor runs the fleet, or the folder cannot be read
     */
    public static Outcome end(
            SupervisorConfig config, List<ReplicaDriver.Factory> drivers, boolean force) {
        Path stateDirectory = config.stateDirectory();
        if (!Files.isDirectory(stateDirectory)) {
            return new Outcome(List.of(), List.of());
        }
        try (var _ = SupervisorLock.take(stateDirectory)) {
            return new LeftReplicas(config, drivers).end(force);
        }
    }

    private Outcome end(boolean force) {
        var state = new StateFile(config.stateDirectory());
        var remembered = processes(state);
        List<RunningReplica> replicas = drivers.adopt(remembered).running();
        try (var threads = Executors.newThreadPerTaskExecutor(config.backend().threads())) {
            replicas.forEach(
                    replica ->
                            threads.execute(
                                    () -> replica.end(force ? Duration.ZERO : grace(replica))));
        }
        List<Leftover> running = drivers.left(remembered);
        if (running.isEmpty()) {
            var _ = state.save(StateFile.State.empty());
        }
        List<String> ended =
                replicas.stream()
                        .map(replica -> replica.identity().replica())
                        .filter(name -> running.stream().noneMatch(left -> left.of().equals(name)))
                        .toList();
        return new Outcome(ended, running);
    }

    private static List<ReplicaIdentity> processes(StateFile state) {
        try {
            return state.load().state().processes();
        } catch (IOException e) {
            throw SupervisorException.cannotRead(state.path(), e);
        }
    }

    /** What it was told at its start. */
    private static Duration grace(RunningReplica replica) {
        String told = replica.variable(ReplicaStarter.STOP_GRACE).orElse("");
        return told.matches("\\d{1,9}ms")
                ? Duration.ofMillis(Long.parseLong(told.substring(0, told.length() - 2)))
                : USUAL_GRACE;
    }
}
