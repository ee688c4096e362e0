package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.fleet.ServiceSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Replicas whose agent is no more. */
final class LeftReplicasTest {

    @TempDir Path directory;

    @Test
    void areEndedAndNamed() {
        var fleet = left(FleetFixture.tcp("db", 2, SampleProgram.command("children")));

        var outcome = LeftReplicas.end(state(), false);

        assertThat(outcome.ended()).containsExactlyInAnyOrder("db-1", "db-2");
        assertThat(outcome.running()).isEmpty();
        assertThat(fleet.processes()).isEmpty();
        assertThat(LeftReplicas.end(state(), false).ended()).isEmpty();
    }

    @Test
    void areFoundByTheirRunFilesToo() throws IOException {
        var fleet = left(FleetFixture.tcp("db", 1, SampleProgram.command()));
        Files.delete(state().resolve("replicas.json"));
        Files.deleteIfExists(state().resolve("replicas.json.previous"));

        assertThat(LeftReplicas.end(state(), false).ended()).containsExactly("db-1");
        assertThat(fleet.processes()).isEmpty();
    }

    @Test
    void haveTheGraceThatTheyWerePromised() {
        var told = directory.resolve("told");
        var script = "trap 'echo told > " + told + "; exit 0' TERM; while :; do sleep 0.05; done";
        var left =
                FleetFixture.withDeadline(
                        FleetFixture.tcp("job", 1, List.of("sh", "-c", script)),
                        FleetFixture.PATIENCE,
                        FleetFixture.PATIENCE);
        var fleet = new FleetFixture(directory).with(left).start();
        await().atMost(FleetFixture.PATIENCE).until(() -> fleet.replica("job-1").pid().isPresent());
        fleet.supervisor().detach();

        assertThat(LeftReplicas.end(state(), false).ended()).containsExactly("job-1");
        assertThat(told).exists();
        assertThat(fleet.processes()).isEmpty();
    }

    @Test
    void areEndedByForceWhenTheyAreDeaf() {
        var deaf =
                FleetFixture.withDeadline(
                        FleetFixture.tcp("db", 1, SampleProgram.command("deaf")),
                        FleetFixture.PATIENCE,
                        Duration.ofHours(1));
        var fleet = left(deaf);

        assertThat(LeftReplicas.end(state(), true).ended()).containsExactly("db-1");
        assertThat(fleet.processes()).isEmpty();
    }

    @Test
    void areLeftToTheSupervisorThatRunsThem() {
        try (var fleet =
                new FleetFixture(directory)
                        .with(FleetFixture.tcp("db", 1, SampleProgram.command()))
                        .start()) {
            fleet.awaitReady();

            assertThatThrownBy(() -> LeftReplicas.end(state(), false))
                    .isInstanceOf(SupervisorException.class)
                    .hasMessageContaining("Another agent runs the fleet");
            assertThat(fleet.processes()).isNotEmpty();
        }
    }

    @Test
    void areNoneWhereNothingEverRan() {
        assertThat(LeftReplicas.end(directory.resolve("nowhere"), false).ended()).isEmpty();
    }

    private FleetFixture left(ServiceSpec spec) {
        var fleet = new FleetFixture(directory).with(spec).start();
        fleet.awaitReady();
        fleet.supervisor().detach();
        return fleet;
    }

    private Path state() {
        return directory.resolve(".muster");
    }
}
