package dev.muster.supervisor;

import static dev.muster.supervisor.FleetFixture.KERNEL;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.supervisor.FleetStatus.Phase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

final class StoppingTest {

    @TempDir Path directory;

    @Test
    void leavesNothingRunningNotEvenChildrenOfChildren() {
        var fleet =
                new FleetFixture(directory)
                        .with(FleetFixture.http("orders", 1, SampleProgram.command("children")));
        fleet.start().awaitReady();
        long program = fleet.replica("orders-1").pid().orElseThrow();
        List<ProcessHandle> family = ProcessHandle.of(program).orElseThrow().descendants().toList();
        assertThat(family).isNotEmpty();

        fleet.supervisor().stop();

        assertThat(ProcessHandle.of(program)).isEmpty();
        assertThat(family).noneMatch(process -> KERNEL.process(process.pid()).isPresent());
    }

    @Test
    void hasNothingToDoForWhoStopsAgain() {
        var fleet =
                new FleetFixture(directory)
                        .with(FleetFixture.http("orders", 1, SampleProgram.command()));
        fleet.start();

        fleet.supervisor().stop();
        fleet.supervisor().stop();
        fleet.supervisor().stopNow();

        assertThat(fleet.processes()).isEmpty();
    }

    @Test
    void takesAReplicaOutOfRotationBeforeItIsToldToStop() {
        var fleet =
                new FleetFixture(directory)
                        .with(FleetFixture.http("orders", 1, SampleProgram.command()));
        fleet.start().awaitReady();

        fleet.supervisor().stop();

        assertThat(fleet.statuses.stream().map(s -> FleetFixture.first(s, "orders")))
                .anyMatch(r -> r.phase() == Phase.STOPPING && r.pid().isPresent());
        assertThat(fleet.service("orders").replicas())
                .allMatch(replica -> replica.phase() == Phase.STOPPED);
    }

    @Test
    void killsAReplicaThatDoesNotStopWithinItsGrace() {
        var deaf = FleetFixture.http("orders", 1, SampleProgram.command("deaf"));
        var fleet =
                new FleetFixture(directory)
                        .with(
                                FleetFixture.withDeadline(
                                        deaf, Duration.ofSeconds(30), Duration.ofMillis(300)));
        fleet.start().awaitReady();
        long program = fleet.replica("orders-1").pid().orElseThrow();

        fleet.supervisor().stop();

        assertThat(ProcessHandle.of(program)).isEmpty();
    }

    @Test
    void stopsDependentsBeforeWhatTheyNeed() {
        var command = SampleProgram.command();
        var fleet =
                new FleetFixture(directory)
                        .with(
                                FleetFixture.http("payments", 1, command),
                                FleetFixture.needing(
                                        FleetFixture.http("orders", 1, command), "payments"));
        fleet.start().awaitReady();

        fleet.supervisor().stop();

        assertThat(fleet.statuses)
                .filteredOn(s -> phase(s, "payments") == Phase.STOPPING)
                .isNotEmpty()
                .allMatch(s -> phase(s, "orders") == Phase.STOPPED);
    }

    private static Phase phase(FleetStatus status, String service) {
        return FleetFixture.first(status, service).phase();
    }
}
