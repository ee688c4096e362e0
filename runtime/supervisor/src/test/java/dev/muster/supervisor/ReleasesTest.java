package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.driver.ReplicaIdentity;
import dev.muster.fleet.ServiceSpec;
import dev.muster.state.SealedFile;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.RestartOutcome.NotReady;
import dev.muster.supervisor.RestartOutcome.Restarted;
import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.release.ReleaseLedger;
import dev.muster.supervisor.state.StateFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What replicas are started from, over the life of several agents, and on which ports. */
final class ReleasesTest {

    private static final ServiceSpec ORDERS =
            FleetFixture.http("orders", 1, SampleProgram.command());

    @TempDir Path directory;

    @Test
    void isTheSameReleaseWhenNothingChanged() throws Exception {
        try (var fleet = fleet(ORDERS).start()) {
            fleet.awaitReady();
            assertThat(release().id()).isEqualTo("r1");

            assertThat(fleet.supervisor().restart("orders")).isInstanceOf(Restarted.class);

            assertThat(release().id()).isEqualTo("r1");
        }
        try (var fleet = fleet(worse()).start()) {
            fleet.awaitPhase("orders-1", Phase.BACKING_OFF);
        }
        try (var fleet = fleet(ORDERS).start()) {
            fleet.awaitReady();

            assertThat(release().id()).isEqualTo("r3");
        }
    }

    @Test
    void startsATakenOverReplicaAgainFromItsOwnReleaseWhenTheNewOneDidNotGetReady() {
        ReplicaStatus before = leftRunning(ORDERS);
        try (var fleet = fleet(worse()).start()) {
            awaitEvent(fleet, "the new orders-1 is not ready, the old one goes on: exited 7 ");
            assertThat(fleet.replica("orders-1").pid()).isEqualTo(before.pid());

            kill(before);
            fleet.awaitShown("orders-1", Phase.BACKING_OFF);
            fleet.awaitReady();

            assertThat(fleet.replica("orders-1").version()).isEqualTo(before.version());
            fleet.supervisor().scale("orders", 2);
            await().atMost(FleetFixture.PATIENCE).until(() -> fleet.service("orders").ready() == 2);
        }
    }

    @Test
    void startsReplicasAgainAsWhatTheyWereAfterARolloutThatStoppedHalfWay() throws Exception {
        script("");
        var two = FleetFixture.http("orders", 2, List.of("sh", "orders.sh"));
        try (var fleet = fleet(two).start()) {
            fleet.awaitReady();
            ReplicaStatus old = fleet.replica("orders-2");
            script("test $MUSTER_REPLICA = orders-2 && exit 7");
            var outcome = (NotReady) fleet.supervisor().restart("orders");
            assertThat(outcome.replaced()).isEqualTo(1);
            ReplicaStatus fresh = fleet.replica("orders-1");
            assertThat(fresh.version()).isNotEqualTo(old.version());
            script("");

            kill(old);
            kill(fresh);
            fleet.awaitShown("orders-1", Phase.BACKING_OFF);
            fleet.awaitShown("orders-2", Phase.BACKING_OFF);
            fleet.awaitReady();

            assertThat(fleet.replica("orders-1").version()).isEqualTo(fresh.version());
            assertThat(fleet.replica("orders-2").version()).isEqualTo(old.version());
        }
    }

    @Test
    void goesBackToWhatServedWhereTheOldOneHadToStopFirst() throws Exception {
        script("");
        var db = FleetFixture.tcp("orders", 1, List.of("sh", "orders.sh"));
        try (var fleet = fleet(db).start()) {
            fleet.awaitReady();
            ReplicaStatus old = fleet.replica("orders-1");
            script("exit 7");
            assertThat(fleet.supervisor().restart("orders")).isInstanceOf(NotReady.class);

            script("");
            fleet.awaitReady();

            assertThat(fleet.replica("orders-1").version()).isEqualTo(old.version());
            assertThat(fleet.replica("orders-1").port()).isEqualTo(old.port());
        }
    }

    @Test
    void saysThatTheOldOneWasStoppedBeforeTheNewOneFailed() {
        var _ = leftRunning(FleetFixture.tcp("orders", 1, SampleProgram.command()));
        var worse = FleetFixture.tcp("orders", 1, List.of("sh", "-c", "exit 7"));
        try (var fleet = fleet(worse).start()) {
            awaitEvent(
                    fleet,
                    "the new orders-1 is not ready, the old one was stopped before it: exited 7 ");
        }
    }

    private Path script(String first) throws IOException {
        return Files.writeString(
                directory.resolve("orders.sh"),
                first + "\nexec " + String.join(" ", SampleProgram.command()) + "\n");
    }

    /** As an agent left them that knew no releases. */
    @Test
    void takesOverReplicasWhoseReleaseIsNotWrittenDown() throws Exception {
        ReplicaStatus before = leftRunning(ORDERS);
        Files.delete(ledger());
        Files.deleteIfExists(ledger().resolveSibling("releases.json.previous"));
        try (var fleet = fleet(ORDERS).start()) {
            fleet.awaitReady();
            await().atMost(FleetFixture.PATIENCE).until(() -> Files.exists(ledger()));

            assertThat(fleet.replica("orders-1").pid()).isEqualTo(before.pid());
            assertThat(release().id()).isEqualTo("r1");
        }
    }

    @Test
    void takesOverReplicasWhenTheLedgerIsDamagedAndSaysSo() throws Exception {
        ReplicaStatus before = leftRunning(ORDERS);
        Files.writeString(ledger(), "{");
        try (var fleet = fleet(ORDERS).start()) {
            fleet.awaitReady();

            assertThat(fleet.replica("orders-1").pid()).isEqualTo(before.pid());
            awaitEvent(fleet, "releases.json is damaged and kept as releases.json.damaged-1");
        }
    }

    @Test
    void finishesTheRolloutThatAnEarlierAgentBegan() throws Exception {
        Path flag = Files.createFile(directory.resolve("flag"));
        String command =
                "while ! test -e "
                        + flag
                        + "; do sleep 0.05; done; exec "
                        + String.join(" ", SampleProgram.command());
        var spec = FleetFixture.http("orders", 1, List.of("sh", "-c", command));
        var first = fleet(spec).start();
        first.awaitReady();
        ReplicaStatus old = first.replica("orders-1");
        Files.delete(flag);
        var _ = CompletableFuture.runAsync(() -> first.supervisor().restart("orders"));
        await().atMost(FleetFixture.PATIENCE).until(() -> remembered().size() == 2);
        first.supervisor().detach();
        try (var second = fleet(spec).start()) {
            second.awaitReady();
            assertThat(second.replica("orders-1").pid()).isEqualTo(old.pid());

            Files.createFile(flag);

            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> !second.replica("orders-1").pid().equals(old.pid()));
            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> ProcessHandle.of(old.pid().orElseThrow()).isEmpty());
            assertThat(second.statuses.stream().map(s -> FleetFixture.first(s, "orders")))
                    .noneMatch(replica -> replica.phase() == Phase.STOPPING);
        }
    }

    /**
     * The newest code has not been tried yet: it is not to be given up with what came before it.
     */
    @Test
    void endsOnTheNewestReleaseWhereTheRolloutOfTheOneBeforeFailed() throws Exception {
        script("# the first");
        var spec = FleetFixture.http("orders", 1, List.of("sh", "orders.sh"));
        var first = fleet(spec).start();
        first.awaitReady();
        ReplicaStatus served = first.replica("orders-1");
        script("exec sleep 600");
        var _ = CompletableFuture.runAsync(() -> first.supervisor().restart("orders"));
        await().atMost(FleetFixture.PATIENCE).until(() -> remembered().size() == 2);
        long neverReady = remembered().getLast().leader();
        first.supervisor().detach();

        script("# the third");
        try (var second = fleet(spec).start()) {
            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> Files.readString(ledger()).contains("\"number\":3"));
            ProcessHandle.of(neverReady).orElseThrow().destroyForcibly();

            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> !second.replica("orders-1").pid().equals(served.pid()));
            second.awaitReady();
            await().atMost(FleetFixture.PATIENCE).until(() -> remembered().size() == 1);
            assertThat(release().id()).isEqualTo("r3");
        }
    }

    @Test
    void findsAPortForEachReplicaAmongOneMoreThanThereAre() {
        var two = FleetFixture.http("orders", 2, SampleProgram.command());
        try (var fleet = fleet(two).start()) {
            fleet.awaitReady();
            var names = List.of("orders-1", "orders-2", "orders-3");
            assertThat(fleet.replica("orders-1").port()).isEqualTo(fleet.ports().of("orders-1"));
            assertThat(fleet.replica("orders-2").port()).isEqualTo(fleet.ports().of("orders-2"));
            var seen = new HashSet<Integer>();
            for (int restart = 0; restart < 3; restart++) {
                assertThat(fleet.supervisor().restart("orders")).isInstanceOf(Restarted.class);
                seen.add(fleet.replica("orders-1").port());
                seen.add(fleet.replica("orders-2").port());
            }

            assertThat(names.stream().map(fleet.ports()::of)).containsAll(seen);
        }
    }

    /** As the version before named the port of a replica that runs beside another. */
    @Test
    void keepsThePortThatTheVersionBeforeNamedOtherwise() throws Exception {
        ReplicaStatus before = leftRunning(ORDERS);
        var remembered =
                new Remembered(Map.of("orders-1", 20_001, "orders-1/second", before.port()));
        new SealedFile<>(state().resolve("ports.json"), Remembered.class).save(remembered);
        try (var fleet = fleet(ORDERS).start()) {
            fleet.awaitReady();
            kill(before);
            fleet.awaitShown("orders-1", Phase.BACKING_OFF);
            fleet.awaitReady();

            assertThat(fleet.replica("orders-1").port()).isEqualTo(before.port());
        }
    }

    @Test
    void keepsThePortOfAReplicaOfWhichNothingIsRemembered() throws Exception {
        ReplicaStatus before = leftRunning(ORDERS);
        Files.delete(state().resolve("ports.json"));
        Files.deleteIfExists(state().resolve("ports.json.previous"));
        try (var fleet = fleet(ORDERS).start()) {
            fleet.awaitReady();

            assertThat(fleet.ports().of("orders-1")).isEqualTo(before.port());
        }
    }

    private record Remembered(Map<String, Integer> ports) {}

    private ReplicaStatus leftRunning(ServiceSpec spec) {
        var fleet = fleet(spec).start();
        fleet.awaitReady();
        ReplicaStatus replica = fleet.replica("orders-1");
        fleet.supervisor().detach();
        return replica;
    }

    /** Another release, of which nothing gets ready. */
    private static ServiceSpec worse() {
        return FleetFixture.http("orders", 1, List.of("sh", "-c", "exit 7"));
    }

    private static void kill(ReplicaStatus replica) {
        ProcessHandle.of(replica.pid().orElseThrow()).orElseThrow().destroyForcibly();
    }

    private static void awaitEvent(FleetFixture fleet, String beginning) {
        await().atMost(FleetFixture.PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(fleet.events)
                                        .extracting(event -> event.sentence().text())
                                        .anyMatch(text -> text.startsWith(beginning)));
    }

    /** The release that what runs was started from. */
    private Release release() throws IOException {
        await().atMost(FleetFixture.PATIENCE).until(() -> !remembered().isEmpty());
        return ReleaseLedger.open(state(), () -> Instant.EPOCH, Runnable::run)
                .of("orders", remembered().getLast().fingerprint())
                .orElseThrow();
    }

    private List<ReplicaIdentity> remembered() throws IOException {
        return new StateFile(state()).load().state().processes();
    }

    private Path state() {
        return directory.resolve(".muster");
    }

    private Path ledger() {
        return state().resolve("releases.json");
    }

    private FleetFixture fleet(ServiceSpec spec) {
        return new FleetFixture(directory).with(spec);
    }
}
