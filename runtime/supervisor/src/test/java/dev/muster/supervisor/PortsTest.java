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
import java.util.Optional;

final class PortsTest {

    @TempDir Path directory;

    @Test
    void givesEveryNameAPortOfItsOwnBelowTheEphemeralOnes() {
        var ports = open(directory);
        var given = new HashSet<Integer>();
        for (int number = 1; number <= 50; number++) {
            given.add(ports.of("orders-" + number));
        }

        assertThat(given).hasSize(50).allMatch(port -> port >= 20_000 && port < 30_000);
    }

    @Test
    void remembersPortsAcrossRuns() {
        int moved = open(directory).another("orders-1");

        assertThat(open(directory).of("orders-1")).isEqualTo(moved);
    }

    @Test
    void derivesTheSamePortFromTheSameName() {
        int first = open(directory.resolve("here")).of("orders-1");
        int second = open(directory.resolve("there")).of("orders-1");

        assertThat(first).isEqualTo(second);
    }

    @Test
    void keepsADamagedFileAside() throws IOException {
        Files.writeString(directory.resolve("ports.json"), "{\"ports\"");

        var ports = open(directory);

        assertThat(ports.of("orders-1")).isPositive();
        assertThat(ports.damage())
                .hasValue("ports.json is damaged and kept as ports.json.damaged-1");
        assertThat(directory.resolve("ports.json.damaged-1")).exists();
    }

    @Test
    void goesOnFromTheRecordBeforeAtEveryStartAfterTheDamage() throws IOException {
        var ports = open(directory);
        int moved = ports.another("orders-1");
        ports.of("payments-1");
        Files.writeString(directory.resolve("ports.json"), "{\"ports\"");

        assertThat(open(directory).of("orders-1")).isEqualTo(moved);
        assertThat(open(directory).of("orders-1")).isEqualTo(moved);
        Files.delete(directory.resolve("ports.json"));
        assertThat(open(directory).damage())
                .hasValue("ports.json is missing; what it held before its last change counts");
    }

    @Test
    void knowsWhetherAPortIsFreeAndAsksWhoHasIt() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
            assertThat(open(directory).owner(taken.getLocalPort()))
                    .contains("the owner of " + taken.getLocalPort());
        }
    }

    private static Ports open(Path directory) {
        return Ports.open(directory, "shop", port -> Optional.of("the owner of " + port));
    }
}
