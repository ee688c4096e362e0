package dev.muster.process.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.process.HostContract;
import dev.muster.process.Mark;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class LinuxHostTest extends HostContract {
    private final LinuxHost host = new LinuxHost();

    LinuxHostTest() {
        super(new LinuxHost());
    }

    @Test
    void tellsGroupSessionAndMemory() throws IOException {
        var leader = start("setsid", "sh", "-c", "echo ready; sleep 600");
        leader.inputReader().readLine();

        var entry = host.process(leader.pid()).orElseThrow();

        assertThat(entry.group()).hasValue(leader.pid());
        assertThat(entry.isInSession(leader.pid())).isTrue();
        assertThat(entry.residentBytes().orElseThrow()).isPositive();
    }

    @Test
    void tellsTheEnvironment() throws IOException {
        var shell = start(List.of("sh", "-c", "echo ready; sleep 600"), Map.of("COLOUR", "a=b"));
        shell.inputReader().readLine();

        assertThat(host.environment(shell.pid())).containsEntry("COLOUR", "a=b");
    }

    /** As a daemon does that shows a title there. */
    @Test
    void seesTheMarkOfAProcessThatWipedItsEnvironment() throws IOException {
        var mark = Mark.drawn();
        var set =
                "ulimit -S -w $0 2>/dev/null || ulimit -S -x $0; exec env -i sh -c 'echo; sleep"
                        + " 600'";
        var shell = start("sh", "-c", set, Long.toString(mark.limit()));
        shell.inputReader().readLine();

        assertThat(host.environment(shell.pid())).doesNotContainKey(Mark.VARIABLE);
        assertThat(host.isMarked(shell.pid(), mark)).isTrue();
    }

    @Test
    void tellsWhereAProcessListens() throws IOException {
        try (var server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
            var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());

            assertThat(host.listening(List.of(ProcessHandle.current().pid()))).contains(address);
        }
    }

    @Test
    void givesTheHeadOfAFileBackAndKeepsItsSize(@TempDir Path directory) throws IOException {
        var file = directory.resolve("log");
        Files.write(file, new byte[] {1, 2, 3, 4});

        assertThat(host.giveBackHead(file, 3)).isTrue();

        assertThat(Files.readAllBytes(file)).containsExactly(0, 0, 0, 4);
    }
}
