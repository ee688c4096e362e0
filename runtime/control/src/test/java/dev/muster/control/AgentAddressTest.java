package dev.muster.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

final class AgentAddressTest {
    private static final AgentAddress ADDRESS =
            AgentAddress.ofThisProcess(Instant.parse("2026-11-01T12:00:00.5Z"), 7070);

    @TempDir private Path fleet;
    private Path file;

    @BeforeEach
    void makeStateFolder() throws IOException {
        var state = AgentAddress.stateFolder(fleet);
        Files.createDirectories(state);
        file = state.resolve("agent");
    }

    @Test
    void isReadByOthersUntilItIsRemoved() throws IOException {
        assertThat(AgentAddress.read(fleet)).isEmpty();

        ADDRESS.write(fleet);
        assertThat(AgentAddress.read(fleet)).contains(ADDRESS);

        AgentAddress.remove(fleet);
        assertThat(AgentAddress.read(fleet)).isEmpty();
    }

    @Test
    void tellsOfNoAgentThatIsGone() throws IOException {
        new AgentAddress(4_194_305, ADDRESS.birth(), ADDRESS.since(), 7070).write(fleet);

        assertThat(AgentAddress.read(fleet)).isEmpty();
        assertThat(AgentAddress.isLeftBehind(fleet)).isTrue();

        AgentAddress.remove(fleet);
        assertThat(AgentAddress.isLeftBehind(fleet)).isFalse();
    }

    @Test
    void takesNoOtherProcessOfTheSamePidForTheAgent() throws IOException {
        new AgentAddress(ADDRESS.pid(), "1", ADDRESS.since(), 7070).write(fleet);

        assertThat(AgentAddress.read(fleet)).isEmpty();
    }

    /** As in a container whose first process does not reap. */
    @Test
    void takesAnAgentForDeadThatNobodyReaped() throws IOException, InterruptedException {
        var parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 600").start();
        try (var output = parent.inputReader()) {
            long pid = Long.parseLong(output.readLine());
            var stat = Path.of("/proc", Long.toString(pid), "stat");
            var fields = Files.readString(stat).split(" ");
            while (!fields[2].equals("Z")) {
                Thread.onSpinWait();
                fields = Files.readString(stat).split(" ");
            }
            assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);

            var address = new AgentAddress(pid, fields[21], ADDRESS.since(), 7070);
            address.write(fleet);

            assertThat(AgentAddress.read(fleet)).isEmpty();
            assertThat(AgentAddress.isLeftBehind(fleet)).isTrue();
            assertThat(address.awaitEnd(Duration.ZERO)).isTrue();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void readsADamagedFileAsNone() throws IOException {
        ADDRESS.write(fleet);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            var flipped = whole.clone();
            flipped[at] = (byte) 0xff;
            assertReadable(flipped);
            assertReadable(Arrays.copyOf(whole, at));
        }
        assertReadable("pid=\\u12".getBytes(StandardCharsets.UTF_8));
    }

    private void assertReadable(byte[] damaged) throws IOException {
        Files.write(file, damaged);
        assertThat(AgentAddress.read(fleet).map(AgentAddress::pid).orElse(ADDRESS.pid()))
                .isEqualTo(ADDRESS.pid());
    }
}
