package dev.muster.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.process.ProcessIdentity;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

final class AgentAddressTest {
    private static final AgentAddress ADDRESS =
            AgentAddress.ofThisProcess(
                    OptionalLong.empty(), Instant.parse("2026-11-01T12:00:00.5Z"), 7070);

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
        of(new ProcessIdentity(4_194_305, ADDRESS.process().start())).write(fleet);

        assertThat(AgentAddress.read(fleet)).isEmpty();
        assertThat(AgentAddress.isLeftBehind(fleet)).isTrue();

        AgentAddress.remove(fleet);
        assertThat(AgentAddress.isLeftBehind(fleet)).isFalse();
    }

    @Test
    void takesNoOtherProcessOfTheSamePidForTheAgent() throws IOException {
        of(new ProcessIdentity(ADDRESS.pid(), 1)).write(fleet);

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

            var address = of(new ProcessIdentity(pid, Long.parseLong(fields[21])));
            address.write(fleet);

            assertThat(AgentAddress.read(fleet)).isEmpty();
            assertThat(AgentAddress.isLeftBehind(fleet)).isTrue();
            assertThat(address.awaitEnd(Duration.ZERO)).isTrue();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void waitsForAnAgentThatItsKeeperIsAboutToStartAgain() throws Exception {
        var died = new ProcessIdentity(4_194_305, 1);
        var keeper = Optional.of(ADDRESS.process());
        var left = new AgentAddress(died, keeper, ADDRESS.since(), 7070);
        left.write(fleet);
        assertThat(AgentAddress.read(fleet)).isEmpty();

        var found = CompletableFuture.supplyAsync(this::readAwaitingRestart);
        assertThat(found).isNotDone();
        ADDRESS.write(fleet);

        assertThat(found.join()).contains(ADDRESS);
    }

    @Test
    void waitsForNoneWhoseKeeperHasGivenUp() throws IOException {
        var died = new ProcessIdentity(4_194_305, 1);
        new AgentAddress(died, Optional.of(died), ADDRESS.since(), 7070).write(fleet);

        assertThat(readAwaitingRestart()).isEmpty();
    }

    private Optional<AgentAddress> readAwaitingRestart() {
        try {
            return AgentAddress.readAwaitingRestart(fleet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AgentAddress of(ProcessIdentity process) {
        return new AgentAddress(process, Optional.empty(), ADDRESS.since(), 7070);
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
