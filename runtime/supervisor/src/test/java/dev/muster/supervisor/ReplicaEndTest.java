package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.driver.ReplicaEnd;
import dev.muster.process.Signal;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What somebody is told whose request was on its way to a process that ended. */
final class ReplicaEndTest {

    @TempDir Path directory;

    @Test
    void tellsAKillFromOutsideToWhoAsksBeforeAndAfterIt() throws Exception {
        try (var fleet = running(SampleProgram.command())) {
            ReplicaStatus replica = fleet.replica("orders-1");
            var before = ask(fleet, replica);

            kill(replica, "KILL");

            assertThat(answer(before)).isEqualTo(new ReplicaEnd.FromOutside(Signal.KILL.number()));
            assertThat(answer(ask(fleet, replica)))
                    .isEqualTo(new ReplicaEnd.FromOutside(Signal.KILL.number()));
        }
    }

    @Test
    void tellsACrashOfTheProgramsOwnMakingFromAKill() throws Exception {
        try (var fleet = running(List.of("python3", "-c", SERVER))) {
            ReplicaStatus replica = fleet.replica("orders-1");
            var asked = ask(fleet, replica);

            kill(replica, "SEGV");

            assertThat(answer(asked)).isEqualTo(new ReplicaEnd.Exited(128 + 11));
        }
    }

    @Test
    void tellsThatAProcessGoesOn() throws Exception {
        try (var fleet = running(SampleProgram.command())) {
            ReplicaStatus replica = fleet.replica("orders-1");

            var asked =
                    fleet.supervisor().endOf(replica.host(), replica.port(), Duration.ofMillis(1));

            assertThat(answer(asked)).isEqualTo(new ReplicaEnd.Alive());
        }
    }

    @Test
    void tellsAStopOfItsOwnFromAnExit() throws Exception {
        try (var fleet = running(SampleProgram.command())) {
            ReplicaStatus replica = fleet.replica("orders-1");
            var asked = ask(fleet, replica);

            fleet.supervisor().scale("orders", 0);

            assertThat(answer(asked)).isEqualTo(new ReplicaEnd.FromOutside(Signal.TERM.number()));
        }
    }

    @Test
    void knowsNothingOfWhatItDoesNotRun() throws Exception {
        try (var fleet = running(SampleProgram.command())) {
            var asked = fleet.supervisor().endOf("127.0.0.1", 9, Duration.ofHours(1));

            assertThat(answer(asked)).isEqualTo(new ReplicaEnd.Unknown());
        }
    }

    private static final String SERVER =
            """
            import http.server, os
            http.server.test(http.server.SimpleHTTPRequestHandler, port=int(os.environ['PORT']))
            """;

    private FleetFixture running(List<String> command) {
        var fleet = new FleetFixture(directory).with(FleetFixture.tcp("orders", 1, command));
        fleet.start().awaitReady();
        return fleet;
    }

    private static CompletableFuture<ReplicaEnd> ask(FleetFixture fleet, ReplicaStatus replica) {
        return fleet.supervisor().endOf(replica.host(), replica.port(), FleetFixture.PATIENCE);
    }

    private static ReplicaEnd answer(CompletableFuture<ReplicaEnd> asked)
            throws InterruptedException, ExecutionException, TimeoutException {
        return asked.get(FleetFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void kill(ReplicaStatus replica, String signal) throws Exception {
        var pid = Long.toString(replica.pid().orElseThrow());
        var kill = new ProcessBuilder("kill", "-s", signal, pid).inheritIO().start();
        assertThat(kill.waitFor()).isZero();
    }
}
