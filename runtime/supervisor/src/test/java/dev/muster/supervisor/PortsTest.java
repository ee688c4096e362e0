package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;

final class PortsTest {

    @TempDir Path directory;

    @Test
    void givesEveryNameAPortOfItsOwnBelowTheEphemeralOnes() {
        var ports = Ports.open(directory, "shop");
        var given = new HashSet<Integer>();
        for (int number = 1; number <= 50; number++) {
            given.add(ports.of("orders-" + number));
        }

        assertThat(given).hasSize(50).allMatch(port -> port >= 20_000 && port < 30_000);
    }

    @Test
    void remembersPortsAcrossRuns() {
        int moved = Ports.open(directory, "shop").another("orders-1");

        assertThat(Ports.open(directory, "shop").of("orders-1")).isEqualTo(moved);
    }

    @Test
    void derivesTheSamePortFromTheSameName() {
        int first = Ports.open(directory.resolve("here"), "shop").of("orders-1");
        int second = Ports.open(directory.resolve("there"), "shop").of("orders-1");

        assertThat(first).isEqualTo(second);
    }

    @Test
    void keepsADamagedFileAside() throws IOException {
        Files.writeString(directory.resolve("ports.json"), "{\"ports\"");

        assertThat(Ports.open(directory, "shop").of("orders-1")).isPositive();
        assertThat(directory.resolve("ports.json.damaged-1")).exists();
    }

    @Test
    void namesTheProcessThatHasAPort() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
            assertThat(Ports.owner(taken.getLocalPort()))
                    .hasValueSatisfying(
                            owner -> {
                                assertThat(owner.pid()).isEqualTo(ProcessHandle.current().pid());
                                assertThat(owner.toString())
                                        .isEqualTo("java (pid " + owner.pid() + ")");
                            });
        }
    }
}
