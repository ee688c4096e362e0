package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.fleet.Cause;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.RestartOutcome.NotReady;
import dev.muster.supervisor.RestartOutcome.Restarted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

final class RestartingTest {

    @TempDir Path directory;

    @Test
    void neverLeavesAServiceWithFewerReadyReplicasThanItHad() {
        try (var fleet = fleet().with(FleetFixture.http("orders", 2, SampleProgram.command()))) {
            fleet.start().awaitReady();
            int before = fleet.statuses.size();
            var pids = fleet.service("orders").replicas().stream().map(r -> r.pid()).toList();

            var outcome = fleet.supervisor().restart("orders");

            assertThat(outcome).isInstanceOf(Restarted.class);
            assertThat(fleet.statuses.stream().skip(before))
                    .allMatch(s -> s.service("orders").orElseThrow().ready() == 2);
            assertThat(fleet.service("orders").replicas())
                    .noneMatch(replica -> pids.contains(replica.pid()));
        }
    }

    @Test
    void tellsFromWhenOnALogIsOfTheNewReplicaAlone() throws Exception {
        try (var fleet = fleet().with(FleetFixture.http("orders", 1, SampleProgram.command()))) {
            fleet.start().awaitReady();
            var before = fleet.replica("orders-1");

            fleet.supervisor().restart("orders");

            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> fleet.replica("orders-1").logSince().isBefore(Instant.MAX));
            assertThat(fleet.replica("orders-1").logSince()).isAfter(before.since());
        }
    }

    @Test
    void keepsOldReplicasWhenTheNewOneIsNotReady() throws Exception {
        Path broken = directory.resolve("broken");
        String command =
                "test -e "
                        + broken
                        + " && exit 7; exec "
                        + String.join(" ", SampleProgram.command());
        try (var fleet =
                fleet().with(FleetFixture.http("orders", 2, List.of("sh", "-c", command)))) {
            fleet.start().awaitReady();
            var old = fleet.service("orders").replicas().stream().map(r -> r.pid()).toList();

            Files.createFile(broken);
            var outcome = (NotReady) fleet.supervisor().restart("orders");

            assertThat(outcome.replica()).isEqualTo("orders-1");
            assertThat(outcome.replaced()).isZero();
            assertThat(outcome.cause())
                    .isInstanceOfSatisfying(
                            Cause.Exited.class, exit -> assertThat(exit.status()).isEqualTo(7));
            assertThat(fleet.service("orders").ready()).isEqualTo(2);
            assertThat(fleet.service("orders").replicas())
                    .allMatch(replica -> old.contains(replica.pid()));
        }
    }

    @Test
    void keepsThePortOfWhatIsReachedDirectly() {
        try (var fleet = fleet().with(FleetFixture.tcp("db", 1, SampleProgram.command()))) {
            fleet.start().awaitReady();
            var before = fleet.replica("db-1");

            assertThat(fleet.supervisor().restart("db")).isInstanceOf(Restarted.class);

            assertThat(fleet.replica("db-1").port()).isEqualTo(before.port());
            assertThat(fleet.replica("db-1").pid()).isNotEqualTo(before.pid());
        }
    }

    @Test
    void givesAServiceThatWasGivenUpAnotherChance() throws Exception {
        Path flag = directory.resolve("flag");
        String command =
                "test -e " + flag + " || exit 1; exec " + String.join(" ", SampleProgram.command());
        try (var fleet =
                fleet().with(FleetFixture.http("orders", 1, List.of("sh", "-c", command)))
                        .configured(c -> c.withBackOff(0, Duration.ZERO, Duration.ZERO))) {
            fleet.start();
            fleet.awaitPhase("orders-1", Phase.GAVE_UP);

            Files.createFile(flag);
            assertThat(fleet.supervisor().restart("orders")).isInstanceOf(Restarted.class);
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        try (var fleet = fleet().with(FleetFixture.http("orders", 1, SampleProgram.command()))) {
            fleet.start();

            assertThatThrownBy(() -> fleet.supervisor().scale("orders", -1))
                    .hasMessage("orders cannot have -1 replicas; 0 to 100 are possible.");
            assertThatThrownBy(() -> fleet.supervisor().restart("ordres"))
                    .hasMessage("There is no service ordres. The fleet has orders.");
        }
    }

    @Test
    void movesAReplicaWhosePortIsTakenAndNamesTheOwner() throws Exception {
        var fleet = fleet().with(FleetFixture.http("orders", 1, SampleProgram.command()));
        int port = fleet.ports().of("orders-1");
        try (var _ = new java.net.ServerSocket(port, 1, java.net.InetAddress.getLoopbackAddress());
                fleet) {
            fleet.start().awaitReady();

            assertThat(fleet.replica("orders-1").port()).isNotEqualTo(port);
            await().atMost(FleetFixture.PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(fleet.events)
                                            .extracting(event -> event.sentence().text())
                                            .anyMatch(
                                                    text ->
                                                            text.endsWith(
                                                                    " is taken by the owner of "
                                                                            + port)));
        }
    }

    private FleetFixture fleet() {
        return new FleetFixture(directory);
    }
}
