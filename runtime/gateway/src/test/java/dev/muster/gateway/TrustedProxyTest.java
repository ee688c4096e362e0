package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Whose word for the client's address, scheme and host reaches a service. */
class TrustedProxyTest {
    private static final String THROUGH_A_PROXY =
            """
            GET / HTTP/1.1
            Host: inner
            X-Forwarded-For: 203.0.113.7
            X-Forwarded-For: 198.51.100.2
            X-Forwarded-Proto: https
            X-Forwarded-Host: shop.example
            X-Real-IP: 203.0.113.7
            X_Forwarded_Proto: gopher
            Forwarded: for=203.0.113.7;proto=https

            """
                    .replace("\n", "\r\n");

    @Test
    void keepsAndExtendsWhatATrustedProxySays() throws IOException {
        var trusted = List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("127.0.0.0/8"));
        try (var replica = RawUpstream.named("a");
                var scene = new Scene(c -> c.withTrusted(trusted)).serving(replica)) {
            RawClient.ask(scene.port(), THROUGH_A_PROXY);
            assertKept(replica.heads().getFirst());
        }
    }

    @Test
    void throwsAwayWhatAnyoneElseSays() throws IOException {
        var trusted = List.of(AddressRange.parse("10.0.0.0/8"));
        try (var replica = RawUpstream.named("a");
                var scene = new Scene(c -> c.withTrusted(trusted)).serving(replica)) {
            RawClient.ask(scene.port(), THROUGH_A_PROXY);
            var head = replica.heads().getFirst();
            assertThat(Wire.header(head, "x-forwarded-for")).contains("127.0.0.1");
            assertThat(Wire.header(head, "x-forwarded-proto")).contains("http");
            assertThat(Wire.header(head, "x-forwarded-host")).contains("inner");
            assertThat(Wire.header(head, "forwarded"))
                    .contains("for=127.0.0.1;host=\"inner\";proto=http");
            assertThat(head).doesNotContain("203.0.113.7").doesNotContain("gopher");
        }
    }

    @Test
    void keepsWhatAServiceSaysAtTheAddressOfItsNeed() throws IOException {
        int port = freePort();
        try (var replica = RawUpstream.named("a");
                var scene = Scene.of(replica)) {
            scene.gateway.needs(List.of(new Need("orders", "svc", port)));
            RawClient.ask(port, THROUGH_A_PROXY);
            assertKept(replica.heads().getFirst());
        }
    }

    /** A proxy speaks one of the two, and a service may believe the other. */
    @Test
    void saysInBothWaysWhatATrustedProxySaysInOne() throws IOException {
        var itself = "for=127.0.0.1;host=\"inner\";proto=http";
        assertThat(
                        forwarded(
                                "X-Forwarded-For: 2001:db8::1, 10.0.0.2",
                                "X-Forwarded-Proto: https",
                                "X-Forwarded-Host: shop.example"))
                .isEqualTo(
                        "for=\"[2001:db8::1]\";host=\"shop.example\";proto=https,"
                                + " for=10.0.0.2, "
                                + itself);
        assertThat(forwarded("X-Forwarded-For: 203.0.113.7:4711", "X-Forwarded-Proto: https, http"))
                .isEqualTo("for=\"203.0.113.7:4711\";proto=https, " + itself);
        assertThat(forwarded("X-Forwarded-Proto: https")).isEqualTo("proto=https, " + itself);
        assertThat(forwarded("X-Forwarded-For: a b", "X-Forwarded-Host: a\"b"))
                .isEqualTo("for=unknown, " + itself);
        assertThat(forwarded("Accept: a")).isEqualTo(itself);

        var head =
                throughATrustedProxy(
                        "Forwarded: for=\"[2001:db8::1]:4711\";Proto=https;host=\"a.example:444\","
                                + "for=10.0.0.2;proto=http");
        assertThat(Wire.header(head, "x-forwarded-for"))
                .contains("2001:db8::1, 10.0.0.2, 127.0.0.1");
        assertThat(Wire.header(head, "x-forwarded-proto")).contains("https");
        assertThat(Wire.header(head, "x-forwarded-host")).contains("a.example:444");
    }

    private static String forwarded(String... fields) throws IOException {
        return Wire.header(throughATrustedProxy(fields), "forwarded").orElse("");
    }

    private static String throughATrustedProxy(String... fields) throws IOException {
        var trusted = List.of(AddressRange.parse("127.0.0.0/8"));
        try (var replica = RawUpstream.named("a");
                var scene = new Scene(c -> c.withTrusted(trusted)).serving(replica)) {
            var lines = new ArrayList<>(List.of("GET / HTTP/1.1", "Host: inner"));
            lines.addAll(List.of(fields));
            RawClient.ask(scene.port(), Wire.head(lines.toArray(String[]::new)));
            return replica.heads().getFirst();
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static void assertKept(String head) {
        assertThat(Wire.header(head, "x-forwarded-for"))
                .contains("203.0.113.7, 198.51.100.2, 127.0.0.1");
        assertThat(Wire.headerCount(head, "x-forwarded-for")).isOne();
        assertThat(Wire.header(head, "x-forwarded-proto")).contains("https");
        assertThat(Wire.header(head, "x-forwarded-host")).contains("shop.example");
        assertThat(Wire.header(head, "x-real-ip")).contains("203.0.113.7");
        assertThat(Wire.header(head, "forwarded"))
                .contains(
                        "for=203.0.113.7;proto=https,"
                                + " for=127.0.0.1;host=\"inner\";proto=http");
        assertThat(head).doesNotContain("gopher");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    10.0.0.0/8,     10.255.0.1,  true
                    10.0.0.0/8,     11.0.0.1,    false
                    192.168.1.7,    192.168.1.7, true
                    192.168.1.7,    192.168.1.6, false
                    192.168.0.0/23, 192.168.1.1, true
                    192.168.0.0/23, 192.168.2.1, false
                    0.0.0.0/0,      8.8.8.8,     true
                    ::1,            ::1,         true
                    fd00::/8,       fd12::1,     true
                    fd00::/8,       10.0.0.1,    false
                    """)
    void knowsWhichAddressesARangeHolds(String range, String address, boolean holds)
            throws IOException {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "::/129", "10.0.0.0/-1", "host", "10.0.0.0/x", ""})
    void readsNothingElse(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
