package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.fleet.Cause;
import dev.muster.fleet.EnvInherit;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec.ReadyCheck;
import dev.muster.supervisor.FleetStatus.Phase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

final class RunningReplicasTest {

    @TempDir Path directory;

    @Test
    void startsReplicasOnTheirPortsWithTheirEnvironment() throws Exception {
        try (var fleet = fleet().with(FleetFixture.http("orders", 2, SampleProgram.command()))) {
            fleet.start().awaitReady();

            assertThat(FleetFixture.get(fleet.replica("orders-2")))
                    .isEqualTo("orders-2\nhello orders-2\n5000ms");
            assertThat(fleet.replica("orders-1").port()).isBetween(20_000, 29_999);
            assertThat(fleet.replica("orders-1").readyAfter()).isPresent();
            assertThat(log("orders-1")).contains("started orders-1");
        }
    }

    @Test
    void givesAReplicaWhatItsFleetInheritsOfTheShell() throws Exception {
        var shell = new HashMap<>(System.getenv());
        shell.put("API_KEY", "of the shell");
        shell.put("PROXY", "of the shell too");
        var command = List.of("sh", "-c", "env >written; exec sleep 600");
        try (var fleet =
                fleet().with(FleetFixture.tcp("orders", 1, command))
                        .inheriting(new EnvInherit(false, List.of("PROXY")))
                        .configured(config -> config.withEnvironment(shell))) {
            fleet.start();
            await().atMost(FleetFixture.PATIENCE)
                    .until(
                            () ->
                                    Files.exists(directory.resolve("written"))
                                            && written().contains("MUSTER_NONCE="));

            assertThat(written()).contains("PROXY=of the shell too", "PATH=", "PORT=", "GREETING=");
            assertThat(written()).doesNotContain("API_KEY");
        }
    }

    @Test
    void givesAReplicaTheUmaskOfTheShell() throws Exception {
        var shell = new HashMap<>(System.getenv());
        shell.put("MUSTER_UMASK", "0026");
        var command = List.of("sh", "-c", "{ env; umask; } >written; exec sleep 600");
        try (var fleet =
                fleet().with(FleetFixture.tcp("orders", 1, command))
                        .configured(config -> config.withEnvironment(shell))) {
            fleet.start();
            await().atMost(FleetFixture.PATIENCE)
                    .until(
                            () ->
                                    Files.exists(directory.resolve("written"))
                                            && written().contains("0026"));

            assertThat(written()).doesNotContain("MUSTER_UMASK");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(directory.resolve("written"))))
                    .isEqualTo("rw-r-----");
        }
    }

    private String written() throws IOException {
        return Files.readString(directory.resolve("written"));
    }

    @Test
    void startsAKilledReplicaAgainAndSaysWhatHappened() {
        try (var fleet = fleet().with(FleetFixture.http("orders", 1, SampleProgram.command()))) {
            fleet.start().awaitReady();
            long killed = fleet.replica("orders-1").pid().orElseThrow();

            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            assertThat(fleet.awaitShown("orders-1", Phase.BACKING_OFF).cause())
                    .hasValue(new Cause.KilledFromOutside(9));
            fleet.awaitReady();
            assertThat(fleet.replica("orders-1").pid()).isPresent().get().isNotEqualTo(killed);
            assertThat(fleet.replica("orders-1").restarts()).isEqualTo(1);
        }
    }

    /** Whoever waits for the fleet must not take the word of a process that is gone. */
    @Test
    void isNotSettledByWhatWasReadyAndEnded() {
        var spec =
                FleetFixture.withDeadline(
                        FleetFixture.http("orders", 1, SampleProgram.command()),
                        Duration.ofHours(1),
                        FleetFixture.PATIENCE);
        try (var fleet = fleet().with(spec)) {
            fleet.start().awaitReady();
            assertThat(fleet.replica("orders-1").settled()).isTrue();

            ProcessHandle.of(fleet.replica("orders-1").pid().orElseThrow())
                    .orElseThrow()
                    .destroyForcibly();

            assertThat(fleet.awaitShown("orders-1", Phase.BACKING_OFF).settled()).isFalse();
            fleet.awaitReady();
            assertThat(fleet.replica("orders-1").settled()).isTrue();
        }
    }

    @Test
    void saysThatAReplicaRanOutOfMemory() {
        var command = new ArrayList<>(SampleProgram.command("hoard"));
        command.add(1, "-XX:+ExitOnOutOfMemoryError");
        try (var fleet = fleet().with(FleetFixture.http("orders", 1, command))) {
            fleet.start();

            assertThat(FleetFixture.words(fleet.awaitShown("orders-1", Phase.BACKING_OFF)))
                    .startsWith("ran out of memory (java.lang.OutOfMemoryError) and exited 3");
        }
    }

    @Test
    void saysOfAProgramThatIsDoneThatAServiceGoesOn() {
        try (var fleet =
                fleet().with(FleetFixture.http("orders", 1, List.of("echo", "hello")))
                        .configured(
                                c ->
                                        c.withBackOff(
                                                1, Duration.ofMillis(1), Duration.ofMillis(2)))) {
            fleet.start();

            fleet.awaitPhase("orders-1", Phase.GAVE_UP);
            assertThat(FleetFixture.words(fleet.replica("orders-1")))
                    .matches(
                            ".*exited 0 within .*: hello; a service has to keep running, in the"
                                    + " foreground, and to listen on PORT");
        }
    }

    @Test
    void givesUpAProgramThatAlwaysFailsAndShowsItsLastWords() {
        var failing = List.of("sh", "-c", "echo no such table >&2; exit 3");
        try (var fleet =
                fleet().with(FleetFixture.http("orders", 1, failing))
                        .configured(
                                c ->
                                        c.withBackOff(
                                                3, Duration.ofMillis(1), Duration.ofMillis(2)))) {
            fleet.start();

            fleet.awaitPhase("orders-1", Phase.GAVE_UP);
            assertThat(FleetFixture.words(fleet.replica("orders-1")))
                    .matches(
                            "gave up because it failed 4 times in a row, the last time so: "
                                    + "exited 3 within .*: no such table");
            assertThat(fleet.supervisor().status().isSettled()).isTrue();
        }
    }

    @Test
    void stopsAReplicaThatNeverGetsReadyAndTriesAgain() {
        var silent = FleetFixture.http("orders", 1, List.of("sleep", "600"));
        var hasty =
                FleetFixture.withDeadline(silent, Duration.ofMillis(500), Duration.ofSeconds(5));
        try (var fleet = fleet().with(hasty)) {
            fleet.start();

            assertThat(FleetFixture.words(fleet.awaitShown("orders-1", Phase.BACKING_OFF)))
                    .startsWith("never became ready within 0.5 s: nothing listens on port ");
        }
    }

    @Test
    void becomesUnreadyAndReadyAgainWithTheProbe() throws IOException {
        Path status = Files.writeString(directory.resolve("status"), "200");
        var command = SampleProgram.command("status-file=" + status);
        try (var fleet = fleet().with(FleetFixture.http("orders", 1, command))) {
            fleet.start().awaitReady();

            Files.writeString(status, "500");
            fleet.awaitPhase("orders-1", Phase.UNREADY);
            assertThat(fleet.replica("orders-1").cause())
                    .hasValue(new Cause.Answered("GET /health/ready", 500, Optional.empty()));

            Files.writeString(status, "200");
            fleet.awaitPhase("orders-1", Phase.READY);
        }
    }

    @Test
    void startsAServiceWhenItsProgramAppears() throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        try (var fleet = fleet().with(FleetFixture.http("notify", 1, List.of("./bin/notify")))) {
            fleet.start();
            fleet.awaitPhase("notify-1", Phase.WAITING);
            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> fleet.supervisor().status().isSettled());
            assertThat(fleet.replica("notify-1").cause())
                    .hasValue(
                            new Cause.NoProgram(
                                    "./bin/notify",
                                    "there is no file `./bin/notify`. Build it before, or correct"
                                            + " the path"));
            assertThat(fleet.events)
                    .anyMatch(
                            e ->
                                    e.sentence()
                                            .text()
                                            .startsWith("notify-1 is waiting for ./bin/notify: "));

            Path script = Files.createTempFile(directory, "notify", ".sh");
            String command = String.join(" ", SampleProgram.command());
            Files.writeString(script, "#!/bin/sh\nexec " + command + "\n");
            assertThat(script.toFile().setExecutable(true)).isTrue();
            Files.move(script, bin.resolve("notify"));

            fleet.awaitReady();
        }
    }

    @Test
    void startsAServiceOnceWhatItNeedsIsReady() {
        var command = SampleProgram.command();
        try (var fleet =
                fleet().with(
                                FleetFixture.needing(
                                        FleetFixture.http("orders", 1, command), "payments"),
                                FleetFixture.http("payments", 1, command))) {
            fleet.start().awaitReady();

            assertThat(fleet.statuses)
                    .allSatisfy(
                            status -> {
                                if (phase(status, "orders") == Phase.STARTING) {
                                    assertThat(phase(status, "payments")).isEqualTo(Phase.READY);
                                }
                            });
        }
    }

    @Test
    void tellsThatAServiceIsSettledThatIsRunElsewhereAndNotReached() {
        var external = new RunSpec.Url(URI.create("http://127.0.0.1:9"));
        var spec = FleetFixture.spec("bank", 1, external, new ReadyCheck.Tcp(), List.of());
        var hasty = FleetFixture.withDeadline(spec, Duration.ofMillis(300), Duration.ofSeconds(5));
        try (var fleet = fleet().with(hasty)) {
            fleet.start();

            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> fleet.statuses.stream().anyMatch(FleetStatus::isSettled));
        }
    }

    @Test
    void scalesUpAndDown() {
        try (var fleet = fleet().with(FleetFixture.http("orders", 1, SampleProgram.command()))) {
            fleet.start().awaitReady();

            fleet.supervisor().scale("orders", 3);
            await().atMost(FleetFixture.PATIENCE).until(() -> fleet.service("orders").ready() == 3);

            fleet.supervisor().scale("orders", 1);
            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> fleet.service("orders").replicas().size() == 1);
            assertThat(fleet.replica("orders-1").phase()).isEqualTo(Phase.READY);
        }
    }

    private FleetFixture fleet() {
        return new FleetFixture(directory);
    }

    private String log(String replica) throws IOException {
        return Files.readString(directory.resolve(".muster/logs/" + replica + ".log"));
    }

    private static Phase phase(FleetStatus status, String service) {
        return FleetFixture.first(status, service).phase();
    }
}
