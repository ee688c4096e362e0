package dev.muster.drivers.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.driver.ReplicaIdentity;
import dev.muster.process.Mark;
import dev.muster.process.ProcessIdentity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What proves that a process is a replica of an earlier agent. */
final class AdoptionTest {
    @TempDir Path directory;

    @Test
    void takesNoStrangerForAReplicaWhoseStartNobodyKnows() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            var result =
                    new Adoption(directory)
                            .search(
                                    List.of(
                                            remembered(
                                                    stranger.pid(),
                                                    ProcessIdentity.UNKNOWN_START)));

            assertThat(result.running()).isEmpty();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    private static ReplicaIdentity remembered(long leader, long start) {
        return new ReplicaIdentity(
                ReplicaIdentity.FIRST_DRIVER,
                "orders",
                1,
                Mark.drawn().nonce(),
                leader,
                start,
                20_113,
                "a41c9e0",
                "fedcba9876543210",
                Instant.EPOCH,
                0);
    }
}
