package dev.muster.supervisor;

import dev.muster.process.DeathWatch;
import dev.muster.process.Hosts;

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

    private final Path stateDirectory;
    private final Path runDirectory;

    private LeftReplicas(Path stateDirectory) {
        this.stateDirectory = stateDirectory;
        this.runDirectory = SupervisorConfig.in(stateDirectory).runDirectory();
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
     * @param force whether they are killed at once
     * @throws SupervisorException when a supervisor runs the fleet, or the folder cannot be read
     */
    public static Outcome end(Path stateDirectory, boolean force) {
        if (!Files.isDirectory(stateDirectory)) {
            return new Outcome(List.of(), List.of());
        }
        try (var _ = SupervisorLock.take(stateDirectory)) {
            return new LeftReplicas(stateDirectory).end(force);
        }
    }

    private Outcome end(boolean force) {
        var state = new StateFile(stateDirectory);
        var remembered = state.load().state().processes();
        var adoption = new Adoption(runDirectory);
        var deaths = new DeathWatch();
        List<ReplicaProcess> processes =
                adoption.search(remembered).running().stream()
                        .map(found -> found.watchedBy(deaths))
                        .toList();
        deaths.start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            processes.forEach(
                    process ->
                            threads.execute(
                                    () -> process.end(force ? Duration.ZERO : grace(process))));
        }
        List<Leftover> running = adoption.left(remembered);
        if (running.isEmpty()) {
            var _ = state.save(StateFile.State.empty());
        }
        List<String> ended =
                processes.stream()
                        .map(process -> process.identity().replica())
                        .filter(name -> running.stream().noneMatch(left -> left.of().equals(name)))
                        .toList();
        return new Outcome(ended, running);
    }

    /** What it was told at its start. */
    private static Duration grace(ReplicaProcess process) {
        String told =
                Hosts.current()
                        .environment(process.identity().leader())
                        .getOrDefault(ReplicaStarter.STOP_GRACE, "");
        return told.matches("\\d{1,9}ms")
                ? Duration.ofMillis(Long.parseLong(told.substring(0, told.length() - 2)))
                : USUAL_GRACE;
    }
}
