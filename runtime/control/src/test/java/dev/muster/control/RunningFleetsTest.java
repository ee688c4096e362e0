package dev.muster.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.process.Hosts;
import dev.muster.process.ProcessIdentity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;

final class RunningFleetsTest {
    private static final ProcessIdentity THIS =
            Hosts.current().process(ProcessHandle.current().pid()).orElseThrow().identity();
    private static final ProcessIdentity DEAD = new ProcessIdentity(THIS.pid(), 1);

    @TempDir private Path folder;

    @Test
    void namesTheFleetsWhoseAgentIsAlive() throws IOException {
        var fleets = new RunningFleets(folder.resolve("state"));
        assertThat(fleets.alive()).isEmpty();

        fleets.add(up("shop"), THIS);
        fleets.add(up("bank"), THIS);
        fleets.add(folder.resolve("gone"), DEAD);
        assertThat(fleets.alive())
                .containsExactlyInAnyOrder(folder.resolve("shop"), folder.resolve("bank"));

        fleets.remove(folder.resolve("bank"));
        assertThat(fleets.alive()).containsExactly(folder.resolve("shop"));
    }

    @Test
    void readsOverWhatIsNoFleet() throws IOException {
        var fleets = new RunningFleets(folder.resolve("state"));
        fleets.add(up("shop"), THIS);
        var notes = folder.resolve("state/muster/fleets");
        Files.writeString(notes.resolve("nothing"), "");
        Files.writeString(notes.resolve("zeros"), "\0\0");
        Files.write(notes.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.createDirectory(notes.resolve("folder"));
        Files.writeString(notes.resolve("file"), notes.resolve("nothing").toString());

        assertThat(fleets.alive()).containsExactly(folder.resolve("shop"));
    }

    @Test
    void namesTheAgentsThatTheirFoldersDoNotLeadTo() throws IOException {
        var fleets = new RunningFleets(folder.resolve("state"));
        fleets.add(up("shop"), THIS);
        fleets.add(folder.resolve("stopped"), DEAD);
        assertThat(fleets.astray()).isEmpty();

        Files.move(folder.resolve("shop"), folder.resolve("bazaar"));

        assertThat(fleets.astray())
                .containsExactly(new RunningFleets.Astray(folder.resolve("shop"), THIS.pid()));
        assertThat(fleets.notStopped()).isEmpty();
    }

    private Path up(String name) throws IOException {
        var fleet = folder.resolve(name);
        Files.createDirectories(AgentAddress.stateFolder(fleet));
        AgentAddress.ofThisProcess(OptionalLong.empty(), Instant.EPOCH, 7070).write(fleet);
        return fleet;
    }
}
