package dev.muster.agent.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.regex.Pattern;

final class PortClaimTest {
    private static final Pattern ADVICE = Pattern.compile(".* --gateway-port (\\d+)\\.");

    @Test
    void namesWhoHasThePortAndAnotherOneThatIsFree() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            var claim = PortClaim.of(OptionalInt.empty(), port, "gateway.port", "--gateway-port");

            assertThatExceptionOfType(AgentException.class)
                    .isThrownBy(() -> claim.open(PortClaimTest::listen))
                    .satisfies(
                            refusal -> {
                                assertThat(refusal)
                                        .hasMessageStartingWith("Port " + port + " is taken by ")
                                        .hasMessageContaining(
                                                "(pid " + ProcessHandle.current().pid() + ")")
                                        .hasMessageContaining("set `gateway.port` in muster.yaml");
                                listen(advised(String.valueOf(refusal.getMessage()))).close();
                            });
        }
    }

    @Test
    void takesTheCommandsPortRatherThanTheFiles() {
        var claim = PortClaim.of(OptionalInt.of(0), 8080, "gateway.port", "--gateway-port");

        assertThat(claim.port()).isZero();
    }

    @Test
    void takesAnyFreePortWhereItIsAskedForNone() throws IOException {
        var claim = new PortClaim(0, "gateway.port", "--gateway-port");

        try (var one = claim.open(PortClaimTest::listen);
                var other = claim.open(PortClaimTest::listen)) {
            assertThat(claim.isTaken()).isFalse();
            assertThat(one.getLocalPort()).isPositive().isNotEqualTo(other.getLocalPort());
        }
    }

    private static int advised(String sentence) {
        var advice = ADVICE.matcher(sentence);
        assertThat(advice.matches()).as(sentence).isTrue();
        return Integer.parseInt(advice.group(1));
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
