package dev.muster.process.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

final class ListeningSocketsTest {
    private static final long SELF = ProcessHandle.current().pid();

    @ParameterizedTest
    @CsvSource({
        "0100007F:1F90, 127.0.0.1, 8080",
        "00000000:0050, 0.0.0.0, 80",
        "0101A8C0:FFFF, 192.168.1.1, 65535",
        "00000000000000000000000001000000:1F90, ::1, 8080",
        "00000000000000000000000000000000:0001, ::, 1",
        "B80D0120000000000000000001000000:1F90, 2001:db8::1, 8080",
        // An IPv4 client of an IPv6 socket.
        "0000000000000000FFFF00000100007F:1F90, 127.0.0.1, 8080",
    })
    void readsAddressesAsTheKernelWritesThem(String text, String host, int port) {
        assertThat(ListeningSockets.address(text))
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral(host), port));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "0.0.0.0", "::1", "::"})
    void seesAServer(String host) throws IOException {
        try (var server = new ServerSocket(0, 10, InetAddress.ofLiteral(host))) {
            int port = server.getLocalPort();

            assertThat(ListeningSockets.of(List.of(SELF)))
                    .filteredOn(each -> each.getPort() == port)
                    .singleElement()
                    .satisfies(
                            each ->
                                    assertThat(each.getAddress().isAnyLocalAddress())
                                            .isEqualTo(server.getInetAddress().isAnyLocalAddress()))
                    .satisfies(
                            each ->
                                    assertThat(each.getAddress().isLoopbackAddress())
                                            .isEqualTo(
                                                    server.getInetAddress().isLoopbackAddress()));
        }
    }

    @Test
    void takesNeitherEndOfAConnectionForAServer() throws IOException {
        try (var server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
                var client = new Socket(server.getInetAddress(), server.getLocalPort());
                var accepted = server.accept()) {
            var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            assertThat(accepted.getLocalPort()).isEqualTo(server.getLocalPort());

            assertThat(ListeningSockets.of(List.of(SELF, SELF)))
                    .doesNotHaveDuplicates()
                    .contains(address)
                    .extracting(InetSocketAddress::getPort)
                    .doesNotContain(client.getLocalPort());
        }
    }

    @Test
    void takesNoServerForThatOfAnotherProcess() throws IOException {
        var other = new ProcessBuilder("sleep", "600").start();
        try (var server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(server.isBound()).isTrue();
            assertThat(ListeningSockets.of(List.of(other.pid()))).isEmpty();
            assertThat(ListeningSockets.of(List.of())).isEmpty();
        } finally {
            other.destroyForcibly();
        }
    }
}
