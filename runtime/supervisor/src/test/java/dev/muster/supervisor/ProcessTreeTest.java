package dev.muster.supervisor;

import static dev.muster.supervisor.FleetFixture.KERNEL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.build.LaunchPlan;
import dev.muster.process.Signal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** What belongs to a replica, however it tried to get away. */
final class ProcessTreeTest {

    /** No other test, and no other run of this one, sleeps for so long. */
    private final String seconds = Integer.toString(new Random().nextInt(1_000_000, 9_000_000));

    @TempDir Path directory;
    private final List<ReplicaProcess> launched = new ArrayList<>();

    @AfterEach
    void sweep() {
        launched.forEach(replica -> replica.clear(Duration.ZERO));
    }

    @Tag("marks")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleep N; true",
                "setsid sleep N; true",
                "env -i setsid sleep N; true",
                // Neither session, parent nor environment tell whose it is.
                "(env -i setsid sleep N &); sleep 612",
                "(env -i setsid sh -c '(env -i setsid sleep N &)' &); sleep 612"
            })
    void findsWhatItStartedAndEndsIt(String script) {
        var replica = launch(script);
        await().atMost(FleetFixture.PATIENCE).until(() -> sleepers(replica).contains(seconds));

        replica.end(FleetFixture.PATIENCE);

        assertThat(replica.programs()).isEmpty();
        assertThat(sleeping(seconds)).isEmpty();
    }

    @Tag("marks")
    @Test
    void findsADaemonAfterItsWrapperIsGone() {
        var replica = launch("(env -i setsid sleep N &)");
        replica.ended().join();

        // It may still be the shell that is about to run the program.
        await().atMost(FleetFixture.PATIENCE).until(() -> sleepers(replica).contains(seconds));

        replica.end(FleetFixture.PATIENCE);
        assertThat(sleeping(seconds)).isEmpty();
    }

    @Tag("marks")
    @Test
    void endsWhatStartsAnotherAndEndsForEver() throws Exception {
        var chain = directory.resolve("chain.sh");
        Files.writeString(
                chain,
                """
                [ "$1" -gt 0 ] || exit
                trap '' TERM
                sleep 0.02
                setsid sh "$0" $(($1 - 1)) &
                """);
        var replica = launch("sh " + chain + " 1000");
        replica.ended().join();

        replica.end(Duration.ZERO);

        var mark = replica.identity().mark();
        var running =
                KERNEL.census().running().stream()
                        .filter(stat -> KERNEL.isMarked(stat.pid(), mark));
        assertThat(running).isEmpty();
    }

    @Test
    void endsAWrapperOnlyAfterWhatItWaitsFor() {
        var replica = launch("sleep N");
        await().atMost(FleetFixture.PATIENCE).until(() -> sleepers(replica).contains(seconds));

        replica.kill();

        assertThat(replica.ended().join()).isEqualTo(Signal.KILL.exitStatus());
    }

    @Test
    void leavesAloneWhatIsNotOfIt() {
        var replica = launch("sleep N");
        var other = launch("sleep 613");
        await().atMost(FleetFixture.PATIENCE).until(() -> sleepers(other).contains("613"));

        replica.end(Duration.ZERO);

        assertThat(sleepers(other)).contains("613");
    }

    private ReplicaProcess launch(String script) {
        var config = SupervisorConfig.in(directory);
        var command = List.of("sh", "-c", script.replace(" N", " " + seconds));
        var plan = new LaunchPlan(command, Map.of(), directory, "", "");
        var launcher = new ReplicaLauncher(config, InstantSource.system());
        String path = System.getenv("PATH");
        var replica = launcher.launch(plan, "tree", 1, 20_001, Map.of("PATH", path));
        launched.add(replica);
        return replica;
    }

    /** How long the sleepers among the replica's processes sleep, which tells one from another. */
    private static List<String> sleepers(ReplicaProcess replica) {
        return replica.programs().stream()
                .flatMap(stat -> ProcessHandle.of(stat.pid()).stream())
                .flatMap(ProcessTreeTest::sleep)
                .toList();
    }

    private static List<ProcessHandle> sleeping(String seconds) {
        return KERNEL.census().running().stream()
                .flatMap(stat -> ProcessHandle.of(stat.pid()).stream())
                .filter(process -> sleep(process).anyMatch(seconds::equals))
                .toList();
    }

    private static Stream<String> sleep(ProcessHandle process) {
        return process.info().arguments().stream()
                .filter(_ -> process.info().command().orElse("").endsWith("sleep"))
                .flatMap(Stream::of);
    }
}
