package dev.muster.supervisor.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.driver.ReplicaIdentity;
import dev.muster.process.Hosts;
import dev.muster.state.SealedFile;
import dev.muster.supervisor.state.StateFile.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

final class StateFileTest {

    private static final ReplicaIdentity PROCESS =
            new ReplicaIdentity(
                    "process",
                    "orders",
                    1,
                    "0123456789abcdef01234567",
                    4711,
                    123_456,
                    20_113,
                    "a41c9e0",
                    "fedcba9876543210",
                    Instant.parse("2026-01-01T12:00:00.123Z"),
                    42);

    @TempDir Path directory;

    /** As agents wrote it that had one driver. */
    record OldProcess(
            String service,
            int number,
            String nonce,
            long leader,
            long startTicks,
            int port,
            String version,
            String fingerprint,
            Instant startedAt,
            long logOffset) {}

    record OldState(String boot, Map<String, Integer> wanted, List<OldProcess> processes) {}

    @Test
    void takesWhatNamesNoDriverForProcesses() throws IOException {
        var old =
                new OldProcess(
                        PROCESS.service(),
                        PROCESS.number(),
                        PROCESS.nonce(),
                        PROCESS.leader(),
                        PROCESS.startTicks(),
                        PROCESS.port(),
                        PROCESS.version(),
                        PROCESS.fingerprint(),
                        PROCESS.startedAt(),
                        PROCESS.logOffset());
        new SealedFile<>(directory.resolve("replicas.json"), OldState.class)
                .save(new OldState(Hosts.current().bootId(), Map.of(), List.of(old)));

        assertThat(stateFile().load().state().processes()).containsExactly(PROCESS);
    }

    @Test
    void remembersWhatRuns() throws IOException {
        var state = new State(Hosts.current().bootId(), Map.of("orders", 3), List.of(PROCESS));
        assertThat(stateFile().save(state)).isEmpty();

        assertThat(stateFile().load().state()).isEqualTo(state);
        assertThat(stateFile().load().damage()).isEmpty();
    }

    @Test
    void forgetsProcessesOfAnotherBoot() throws IOException {
        var _ = stateFile().save(new State("another boot", Map.of("orders", 3), List.of(PROCESS)));

        assertThat(stateFile().load().state().processes()).isEmpty();
    }

    @Test
    void keepsADamagedFileAsideWhicheverByteIsWrong() throws IOException {
        byte[] sound = soundFile();
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 0x04;
            assertKeptAside(damaged);
        }
    }

    @Test
    void keepsAFileAsideThatEndsTooEarly() throws IOException {
        byte[] sound = soundFile();
        for (int length = 0; length < sound.length; length++) {
            assertKeptAside(Arrays.copyOf(sound, length));
        }
    }

    @Test
    void goesOnFromTheStateBeforeTheLastChangeWhenTheFileIsDamaged() throws IOException {
        var before = new State(Hosts.current().bootId(), Map.of("orders", 3), List.of(PROCESS));
        var _ = stateFile().save(before);
        var _ = stateFile().save(new State(Hosts.current().bootId(), Map.of(), List.of()));
        Files.write(file(), new byte[] {0});

        var loaded = stateFile().load();

        assertThat(loaded.state()).isEqualTo(before);
        assertThat(loaded.damage().orElseThrow())
                .isEqualTo(
                        "replicas.json is damaged and kept as replicas.json.damaged-1; what it held"
                                + " before its last change counts"
                                + StateFile.consequence(Hosts.current().seesMarks()));
    }

    @Test
    void promisesToFindReplicasOnlyWhereTheyAreMarked() {
        assertThat(StateFile.consequence(true))
                .isEqualTo("; replicas are looked for by their run files");
        assertThat(StateFile.consequence(false))
                .isEqualTo("; replicas that run on are not known any more: end them yourself");
    }

    @Test
    void keepsAFileOfZerosAside() throws IOException {
        assertKeptAside(new byte[soundFile().length]);
    }

    private void assertKeptAside(byte[] damaged) throws IOException {
        Files.write(file(), damaged);

        var loaded = stateFile().load();

        assertThat(loaded.damage()).hasValueSatisfying(t -> assertThat(t).contains("damaged-1"));
        assertThat(loaded.state().processes()).isEmpty();
        Path aside = directory.resolve("replicas.json.damaged-1");
        assertThat(aside).hasBinaryContent(damaged);
        Files.delete(aside);
    }

    private byte[] soundFile() throws IOException {
        var _ = stateFile().save(new State(Hosts.current().bootId(), Map.of(), List.of(PROCESS)));
        return Files.readAllBytes(file());
    }

    private Path file() {
        return directory.resolve("replicas.json");
    }

    private StateFile stateFile() {
        return new StateFile(directory);
    }
}
