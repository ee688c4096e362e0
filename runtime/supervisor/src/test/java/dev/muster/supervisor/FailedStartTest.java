package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

/** A supervisor that does not come to be holds nothing. */
final class FailedStartTest {

    @TempDir Path directory;

    /** The first is read when it is made, the others when it begins. */
    @ParameterizedTest
    @ValueSource(strings = {"releases.json", "replicas.json", "run"})
    void leavesTheFleetToTheNextAndNoThreadBehind(String unreadable) throws Exception {
        long before = timelines();
        Path file = Files.createDirectory(directory.resolve(".muster")).resolve(unreadable);
        if (unreadable.equals("run")) {
            Files.createFile(file);
        } else {
            Files.createDirectory(file);
        }

        assertThatThrownBy(() -> fleet().start())
                .isInstanceOf(SupervisorException.class)
                .hasMessageContaining(unreadable);

        await().atMost(FleetFixture.PATIENCE).until(() -> timelines() == before);
        Files.delete(file);
        try (var fleet = fleet().start()) {
            fleet.awaitReady();
        }
    }

    private FleetFixture fleet() {
        return new FleetFixture(directory)
                .with(FleetFixture.http("orders", 1, ThreadDriver.COMMAND))
                .drivenBy(_ -> new ThreadDriver(), FleetFixture.DRIVERS.getFirst());
    }

    private static long timelines() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("muster-supervisor"))
                .count();
    }
}
