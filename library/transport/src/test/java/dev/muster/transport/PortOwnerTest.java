package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

@EnabledOnOs(OS.LINUX)
class PortOwnerTest {

    @Test
    void namesTheProcessThatListens() throws IOException {
        long pid = ProcessHandle.current().pid();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortOwner.of(taken.getLocalPort()))
                    .contains(new PortOwner(pid, "java"))
                    .get()
                    .hasToString("java (pid " + pid + ")");
        }
    }

    @Test
    void knowsThatNobodyListens() throws IOException {
        int free;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        assertThat(PortOwner.of(free)).isEmpty();
    }
}
