package dev.muster.drivers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.driver.DriverSetting;
import dev.muster.driver.Launch;
import dev.muster.driver.ReplicaStart;
import dev.muster.fleet.Cause;
import dev.muster.process.Host;
import dev.muster.process.Hosts;
import dev.muster.process.Mark;
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

    private static final Host KERNEL = Hosts.current();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** No other test, and no other run of this one, sleeps for so long. */
    private final String seconds = Integer.toString(new Random().nextInt(1_000_000, 9_000_000));

    @TempDir Path directory;
    private final List<ReplicaProcess> launched = new ArrayList<>();

    @AfterEach
    void sweep() {
        launched.forEach(replica -> replica.clear(Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep N; true", "setsid sleep N; true", "env -i setsid sleep N; true"})
    void findsWhatItStartedAndEndsIt(String script) {
        assertFindsAndEnds(script);
    }

    /** Neither session, parent nor environment tell whose it is. */
    @Tag("marks")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(env -i setsid sleep N &); sleep 612",
                "(env -i setsid sh -c '(env -i setsid sleep N &)' &); sleep 612"
            })
    void findsADaemonThatItStartedAndEndsIt(String script) {
        assertFindsAndEnds(script);
    }

    private void assertFindsAndEnds(String script) {
        var replica = launch(script);
        await().atMost(PATIENCE).until(() -> sleepers(replica).contains(seconds));

        replica.end(PATIENCE);

        assertThat(replica.programs()).isEmpty();
        assertThat(sleeping(seconds)).isEmpty();
    }

    @Tag("marks")
    @Test
    void findsADaemonAfterItsWrapperIsGone() {
        var replica = launch("(env -i setsid sleep N &)");
        replica.ended().join();

        // It may still be the shell that is about to run the program.
        await().atMost(PATIENCE).until(() -> sleepers(replica).contains(seconds));

        replica.end(PATIENCE);
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

        var mark = new Mark(replica.identity().nonce());
        var running =
                KERNEL.census().running().stream()
                        .filter(stat -> KERNEL.isMarked(stat.pid(), mark));
        assertThat(running).isEmpty();
    }

    @Test
    void endsAWrapperOnlyAfterWhatItWaitsFor() {
        var replica = launch("sleep N");
        await().atMost(PATIENCE).until(() -> sleepers(replica).contains(seconds));

        replica.kill();

        assertThat(replica.ended().join().failure())
                .isEqualTo(new Cause.KilledFromOutside(Signal.KILL.number()));
    }

    @Test
    void leavesAloneWhatIsNotOfIt() {
        var replica = launch("sleep N");
        var other = launch("sleep 613");
        await().atMost(PATIENCE).until(() -> sleepers(other).contains("613"));

        replica.end(Duration.ZERO);

        assertThat(sleepers(other)).contains("613");
    }

    private ReplicaProcess launch(String script) {
        var command = List.of("sh", "-c", script.replace(" N", " " + seconds));
        var setting = new DriverSetting(directory, Map.of(), 1 << 20, InstantSource.system());
        var launcher =
                new ReplicaLauncher(setting, directory.resolve("run"), directory.resolve("logs"));
        var replica =
                launcher.launch(
                        new ReplicaStart(
                                new Launch(command, directory, "", ""),
                                "tree",
                                1,
                                20_001,
                                Map.of("PATH", System.getenv("PATH"))));
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
