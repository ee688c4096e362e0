package dev.muster.supervisor;

import static dev.muster.supervisor.FleetFixture.KERNEL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.driver.DriverSetting;
import dev.muster.driver.ReplicaDriver;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.drivers.process.ProcessDriver;
import dev.muster.fleet.Cause;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.ReadyCheck;
import dev.muster.process.Mark;
import dev.muster.process.ProcessEntry;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the next supervisor does about the replicas of one that was killed. */
final class AdoptionTest {

    @TempDir Path directory;

    /** Runs a fleet until it is killed: the agent of this test, in a process of its own. */
    static final class DoomedAgent {
        private DoomedAgent() {}

        public static void main(String[] arguments) {
            var fleet = fleet(Path.of(arguments[0])).start();
            fleet.awaitReady();
            System.out.println("ready");
            await().forever().until(() -> false);
        }
    }

    private static FleetFixture fleet(Path directory) {
        var command = SampleProgram.command();
        return new FleetFixture(directory)
                .with(FleetFixture.http("orders", 2, command), FleetFixture.tcp("db", 1, command));
    }

    @Test
    void takesOverEveryReplicaOfAKilledAgentAndStartsNoneTwice() throws Exception {
        killAgentOnceReady();
        try (var fleet = fleet(directory)) {
            List<Long> before = programs();
            assertThat(before).hasSize(3);

            fleet.start().awaitReady();

            assertThat(pids(fleet)).containsExactlyInAnyOrderElementsOf(before);
            assertThat(programs()).hasSize(3);
        }
        assertThat(programs()).isEmpty();
    }

    /** Run files say whose mark to look for, and prove nothing by themselves. */
    @Test
    @Tag("marks")
    void findsReplicasByTheirRunFilesWhenTheStateFileIsDamaged() throws Exception {
        killAgentOnceReady();
        Path state = directory.resolve(".muster/replicas.json");
        Files.writeString(state, Files.readString(state).replace("\"orders\"", "\"orderz\""));
        try (var fleet = fleet(directory)) {
            List<Long> before = programs();

            fleet.start().awaitReady();

            assertThat(pids(fleet)).containsExactlyInAnyOrderElementsOf(before);
            assertThat(fleet.events)
                    .anyMatch(e -> e.sentence().text().contains("replicas.json.damaged-1"));
            assertThat(directory.resolve(".muster/replicas.json.damaged-1")).exists();
        }
    }

    @Test
    void knowsTheExitStatusOfAReplicaItDidNotStart() throws Exception {
        killAgentOnceReady();
        try (var fleet = fleet(directory).start()) {
            fleet.awaitReady();
            long adopted = fleet.replica("orders-1").pid().orElseThrow();

            ProcessHandle.of(adopted).orElseThrow().destroyForcibly();

            await().atMost(FleetFixture.PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(fleet.statuses)
                                            .anyMatch(s -> saysKilledFromOutside(s)));
            fleet.awaitReady();
        }
    }

    @Test
    void restartsWhatDiedWhileNoAgentWasThere() throws Exception {
        killAgentOnceReady();
        long victim = programs().getFirst();
        long wrapper = KERNEL.process(victim).orElseThrow().session().orElseThrow();
        ProcessHandle.of(victim).orElseThrow().destroyForcibly();
        await().atMost(FleetFixture.PATIENCE).until(() -> KERNEL.process(wrapper).isEmpty());
        try (var fleet = fleet(directory).start()) {
            fleet.awaitReady();

            assertThat(programs()).hasSize(3);
            assertThat(fleet.events)
                    .anyMatch(
                            e ->
                                    e.sentence()
                                            .text()
                                            .contains(
                                                    "ended while no agent was running, with exit"
                                                            + " status 137"));
        }
    }

    @Test
    void stopsWhatTheFleetFileNoLongerWants() throws Exception {
        killAgentOnceReady();
        var smaller =
                new FleetFixture(directory)
                        .with(FleetFixture.http("orders", 1, SampleProgram.command()));
        try (var fleet = smaller.start()) {
            fleet.awaitReady();

            await().atMost(FleetFixture.PATIENCE).until(() -> programs().size() == 1);
            assertThat(fleet.replica("orders-1").phase()).isEqualTo(Phase.READY);
        }
    }

    @Test
    void replacesReplicasThatRunOlderCodeOnceTheNewIsReady() throws Exception {
        Path script = Files.writeString(directory.resolve("notify.sh"), script("one"));
        var spec = FleetFixture.http("notify", 1, List.of("sh", "notify.sh"));
        var first = new FleetFixture(directory).with(spec).start();
        first.awaitReady();
        long before = first.replica("notify-1").pid().orElseThrow();
        first.supervisor().detach();

        Files.writeString(script, script("two"));
        try (var second = new FleetFixture(directory).with(spec).start()) {
            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> second.replica("notify-1").pid().orElse(before) != before);

            second.awaitReady();
            assertThat(second.statuses.stream().map(s -> FleetFixture.first(s, "notify")))
                    .noneMatch(replica -> replica.phase() == Phase.STOPPING);
        }
    }

    @Test
    void remembersReplicasOnceTheDiskTakesItAgain() throws Exception {
        Path state = directory.resolve(".muster/replicas.json");
        Path inTheWay = Files.createDirectories(directory.resolve(".muster/replicas.json.tmp"));
        try (var fleet = new FleetFixture(directory).with(db()).start()) {
            fleet.awaitReady();
            assertThat(state).doesNotExist();

            Files.delete(inTheWay);

            await().atMost(FleetFixture.PATIENCE).until(() -> Files.exists(state));
            await().atMost(FleetFixture.PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(fleet.events.stream().map(e -> e.sentence().text()))
                                            .anyMatch(text -> text.contains("cannot be written"))
                                            .anyMatch(text -> text.contains("written down again")));
        }
    }

    @Test
    void keepsWhatServesWhenTheAgentDiedWhileItReplacedIt() throws Exception {
        Path status = Files.writeString(directory.resolve("status"), "200");
        var spec =
                FleetFixture.http(
                        "orders", 1, SampleProgram.command("first-status-file=" + status));
        var first = new FleetFixture(directory).with(spec).start();
        first.awaitReady();
        long serving = first.replica("orders-1").pid().orElseThrow();
        Files.writeString(status, "503");
        var _ = CompletableFuture.runAsync(() -> first.supervisor().restart("orders"));
        await().atMost(FleetFixture.PATIENCE).until(() -> programs().size() == 2);
        first.supervisor().detach();

        try (var second = new FleetFixture(directory).with(spec).start()) {
            second.awaitReady();

            assertThat(second.replica("orders-1").pid()).hasValue(serving);
            assertThat(programs()).hasSize(2);
        }
        assertThat(programs()).isEmpty();
    }

    @Test
    void endsWhatSomethingElseIsToRunFromNowOn() throws Exception {
        var first = new FleetFixture(directory).with(db()).start();
        first.awaitReady();
        first.supervisor().detach();

        var external = new RunSpec.Url(URI.create("http://127.0.0.1:9"));
        var spec = FleetFixture.spec("db", 1, external, new ReadyCheck.Tcp(), List.of());
        try (var _ = new FleetFixture(directory).with(spec).start()) {
            await().atMost(FleetFixture.PATIENCE).until(() -> programs().isEmpty());
        }
    }

    /** Once a session ended, its id may become that of strangers, whose own leader may be gone. */
    @Test
    void leavesStrangersAloneThatWereGivenTheSessionOfAReplicaThatEnded() throws Exception {
        Process leader = new ProcessBuilder("setsid", "sh", "-c", "sleep 600 & echo $!").start();
        try (var output = leader.inputReader()) {
            long stranger = Long.parseLong(output.readLine());
            leader.waitFor();
            try {
                var remembered =
                        new ReplicaIdentity(
                                "process",
                                "orders",
                                1,
                                Mark.drawn().nonce(),
                                leader.pid(),
                                1,
                                20_113,
                                "a41c9e0",
                                "fedcba9876543210",
                                Instant.EPOCH,
                                0);
                assertThat(KERNEL.process(stranger).orElseThrow().session()).hasValue(leader.pid());

                var result = driver().adopt(List.of(remembered));

                assertThat(result.running()).isEmpty();
                assertThat(KERNEL.process(stranger)).isPresent();
            } finally {
                ProcessHandle.of(stranger).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private ReplicaDriver driver() {
        return new ProcessDriver(
                new DriverSetting(directory, Map.of(), 1 << 20, InstantSource.system()));
    }

    private static ServiceSpec db() {
        return FleetFixture.tcp("db", 1, SampleProgram.command());
    }

    private static String script(String version) {
        return "VERSION=" + version + " exec " + String.join(" ", SampleProgram.command()) + "\n";
    }

    @Test
    void refusesAFleetThatAnotherSupervisorRuns() {
        try (var fleet = fleet(directory).start()) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> fleet(directory).start())
                    .isInstanceOf(SupervisorException.class)
                    .hasMessageContaining("Another agent runs the fleet");
            fleet.awaitReady();
        }
    }

    @Test
    void detachingLeavesReplicasForTheNextSupervisor() throws IOException {
        var first = fleet(directory).start();
        first.awaitReady();
        List<Long> before = programs();
        first.supervisor().detach();
        try (var second = fleet(directory).start()) {
            second.awaitReady();

            assertThat(pids(second)).containsExactlyInAnyOrderElementsOf(before);
        }
    }

    private static boolean saysKilledFromOutside(FleetStatus status) {
        return status.service("orders").orElseThrow().replicas().stream()
                .anyMatch(
                        r ->
                                r.phase() == Phase.BACKING_OFF
                                        && r.cause()
                                                .equals(
                                                        Optional.of(
                                                                new Cause.KilledFromOutside(9))));
    }

    private void killAgentOnceReady() throws IOException, InterruptedException {
        Process agent =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                // The same host as here: starts mean nothing to another one.
                                "-Dmuster.host=" + System.getProperty("muster.host", ""),
                                "-cp",
                                System.getProperty("java.class.path"),
                                DoomedAgent.class.getName(),
                                directory.toString())
                        .redirectError(directory.resolve("agent.err").toFile())
                        .start();
        try (var output = agent.inputReader()) {
            assertThat(output.readLine()).as(() -> agentErrors()).isEqualTo("ready");
        }
        agent.destroyForcibly().waitFor();
    }

    private String agentErrors() {
        try {
            return Files.readString(directory.resolve("agent.err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<Long> pids(FleetFixture fleet) {
        return fleet.supervisor().status().services().values().stream()
                .flatMap(service -> service.replicas().stream())
                .map(ReplicaStatus::pid)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Programs of this test's fleet that run. */
    private List<Long> programs() {
        return new FleetFixture(directory)
                .processes().stream()
                        .filter(process -> process.program().equals("java"))
                        .map(ProcessEntry::pid)
                        .toList();
    }
}
