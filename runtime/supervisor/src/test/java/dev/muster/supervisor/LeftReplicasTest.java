package dev.muster.supervisor;

import static dev.muster.supervisor.FleetFixture.KERNEL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.driver.Leftover;
import dev.muster.fleet.ServiceSpec;
import dev.muster.process.Mark;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Replicas whose agent is no more. */
final class LeftReplicasTest {

    @TempDir Path directory;

    @Test
    void areEndedAndNamed() {
        var fleet = left(FleetFixture.tcp("db", 2, SampleProgram.command("children")));

        var outcome = LeftReplicas.end(SupervisorConfig.in(state()), FleetFixture.DRIVERS, false);

        assertThat(outcome.ended()).containsExactlyInAnyOrder("db-1", "db-2");
        assertThat(outcome.running()).isEmpty();
        assertThat(fleet.processes()).isEmpty();
        assertThat(
                        LeftReplicas.end(SupervisorConfig.in(state()), FleetFixture.DRIVERS, false)
                                .ended())
                .isEmpty();
    }

    @Test
    void areFoundByTheirRunFilesToo() throws IOException {
        var fleet = left(FleetFixture.tcp("db", 1, SampleProgram.command()));
        Files.delete(state().resolve("replicas.json"));
        Files.deleteIfExists(state().resolve("replicas.json.previous"));

        assertThat(
                        LeftReplicas.end(SupervisorConfig.in(state()), FleetFixture.DRIVERS, false)
                                .ended())
                .containsExactly("db-1");
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

        assertThat(
                        LeftReplicas.end(SupervisorConfig.in(state()), FleetFixture.DRIVERS, false)
                                .ended())
                .containsExactly("job-1");
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

        assertThat(
                        LeftReplicas.end(SupervisorConfig.in(state()), FleetFixture.DRIVERS, true)
                                .ended())
                .containsExactly("db-1");
        assertThat(fleet.processes()).isEmpty();
    }

    @Test
    void areLeftToTheSupervisorThatRunsThem() {
        try (var fleet =
                new FleetFixture(directory)
                        .with(FleetFixture.tcp("db", 1, SampleProgram.command()))
                        .start()) {
            fleet.awaitReady();

            assertThatThrownBy(
                            () ->
                                    LeftReplicas.end(
                                            SupervisorConfig.in(state()),
                                            FleetFixture.DRIVERS,
                                            false))
                    .isInstanceOf(SupervisorException.class)
                    .hasMessageContaining("Another agent runs the fleet");
            assertThat(fleet.processes()).isNotEmpty();
        }
    }

    @Test
    void areNotTakenForEndedWhereTheyCannotBeLookedFor() throws IOException {
        var fleet = left(FleetFixture.tcp("db", 1, SampleProgram.command()));
        Path run = state().resolve("run");
        Path aside = Files.move(run, state().resolve("elsewhere"));
        Files.createFile(run);

        assertThatThrownBy(
                        () ->
                                LeftReplicas.end(
                                        SupervisorConfig.in(state()), FleetFixture.DRIVERS, false))
                .isInstanceOf(SupervisorException.class)
                .hasMessageContaining(run + " cannot be read");

        Files.delete(run);
        Files.move(aside, run);
        assertThat(
                        LeftReplicas.end(SupervisorConfig.in(state()), FleetFixture.DRIVERS, false)
                                .ended())
                .containsExactly("db-1");
        assertThat(fleet.processes()).isEmpty();
    }

    /** An agent that is not root's, for a replica that became another user's. */
    @Test
    void areNamedWithTheirPidsAndRememberedWhereTheyCannotBeEnded() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs to be root");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
        Path run = Files.createDirectories(state().resolve("run"));
        for (Path folder : List.of(directory, state(), run)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        var mark = Mark.drawn();
        Process another = marked(mark);
        try {
            Path file = run.resolve("db-1." + mark.nonce() + ".pid");
            Files.writeString(file, another.pid() + "\n");

            String told = endAsNobody();

            assertThat(told)
                    .startsWith("[] db-1 left behind what cannot be ended even by force: pid ")
                    .contains("pid " + another.pid() + ".");
            assertThat(another.isAlive()).isTrue();
            assertThat(file).exists();
            assertThat(
                            LeftReplicas.end(
                                            SupervisorConfig.in(state()),
                                            FleetFixture.DRIVERS,
                                            true)
                                    .running())
                    .isEmpty();
            assertThat(file).doesNotExist();
        } finally {
            another.destroyForcibly();
        }
    }

    private static Process marked(Mark mark) throws IOException {
        var script = "ulimit -S -w $0 || ulimit -S -x $0; exec sleep 600";
        var process = new ProcessBuilder("sh", "-c", script, mark.limit() + "").start();
        await().atMost(FleetFixture.PATIENCE).until(() -> KERNEL.isMarked(process.pid(), mark));
        return process;
    }

    /** What {@link Nobody} tells of the fleet here. */
    private String endAsNobody() throws IOException {
        var command =
                List.of(
                        "/usr/bin/setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Nobody.class.getName(),
                        state().toString());
        var ended =
                new ProcessBuilder(command)
                        .redirectError(directory.resolve("nobody.err").toFile())
                        .start();
        try (var output = ended.inputReader()) {
            String told = output.readLine();
            String complaint = Files.readString(directory.resolve("nobody.err"));
            assumeFalse(complaint.contains("ClassNotFound"), "nobody may not read the classes");
            return Objects.requireNonNull(told, complaint);
        }
    }

    /** Ends what an agent left in the state folder, and tells what came of it. */
    static final class Nobody {
        private Nobody() {}

        public static void main(String[] arguments) {
            var outcome =
                    LeftReplicas.end(
                            SupervisorConfig.in(Path.of(arguments[0])), FleetFixture.DRIVERS, true);
            var running = outcome.running().stream().map(Leftover::sentence);
            System.out.println(outcome.ended() + " " + running.collect(Collectors.joining("; ")));
        }
    }

    @Test
    void areNoneWhereNothingEverRan() {
        assertThat(
                        LeftReplicas.end(
                                        SupervisorConfig.in(directory.resolve("nowhere")),
                                        FleetFixture.DRIVERS,
                                        false)
                                .ended())
                .isEmpty();
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
