package dev.muster.gateway;

import static dev.muster.gateway.Patience.eventually;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;

class NeedsTest {
    private final RawUpstream catalog = RawUpstream.named("catalog-1");
    private final RawUpstream payments = RawUpstream.named("payments-1");
    private final Scene scene = new Scene();

    NeedsTest() {
        scene.registry.publish("catalog", catalog);
        scene.registry.publish("payments", payments);
    }

    @AfterEach
    void close() {
        scene.close();
        catalog.close();
        payments.close();
    }

    @Test
    void eachNeedHasAnAddressThatLeadsToItsService() throws IOException {
        var toCatalog = new Need("orders", "catalog", freePort());
        var toPayments = new Need("orders", "payments", freePort());
        scene.gateway.needs(List.of(toCatalog, toPayments));
        assertThat(RawClient.get(toCatalog.port(), "/").body()).isEqualTo("catalog-1");
        assertThat(RawClient.get(toPayments.port(), "/a%2Fb").body()).isEqualTo("payments-1");
        assertThat(RawClient.get(toPayments.port(), "/metrics").body()).isEqualTo("payments-1");
    }

    @Test
    void countsByWhoCalled() throws IOException {
        var orders = new Need("orders", "catalog", freePort());
        var notify = new Need("notify", "catalog", freePort());
        scene.gateway.needs(List.of(orders, notify));
        RawClient.get(orders.port(), "/");
        RawClient.get(notify.port(), "/");
        RawClient.get(notify.port(), "/");
        eventually()
                .untilAsserted(
                        () ->
                                assertThat(scene.metrics.text())
                                        .contains(
                                                "gateway_request_duration_seconds_count{"
                                                    + "caller=\"orders\",route=\"\",service=\"catalog\",status=\"200\"}"
                                                    + " 1")
                                        .contains(
                                                "gateway_request_duration_seconds_count{"
                                                    + "caller=\"notify\",route=\"\",service=\"catalog\",status=\"200\"}"
                                                    + " 2"));
    }

    @Test
    void aNeedThatStaysKeepsItsConnections() throws IOException {
        var stays = new Need("orders", "catalog", freePort());
        var goes = new Need("orders", "payments", freePort());
        scene.gateway.needs(List.of(stays, goes));
        try (var client = new RawClient(stays.port())) {
            assertThat(client.get("/").status()).isEqualTo(200);
            scene.gateway.needs(List.of(stays));
            assertThat(client.get("/").status()).isEqualTo(200);
        }
        eventually()
                .untilAsserted(
                        () ->
                                assertThatThrownBy(() -> RawClient.get(goes.port(), "/"))
                                        .isInstanceOf(IOException.class));
        assertThat(scene.registry.subscriptions("payments")).isZero();
    }

    @Test
    void aTakenPortLeavesTheNeedsAsTheyWere() throws IOException {
        var stays = new Need("orders", "catalog", freePort());
        scene.gateway.needs(List.of(stays));
        try (var other = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var taken = new Need("orders", "payments", other.getLocalPort());
            assertThatThrownBy(() -> scene.gateway.needs(List.of(taken)))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining(Integer.toString(other.getLocalPort()));
        }
        assertThat(RawClient.get(stays.port(), "/").status()).isEqualTo(200);
        assertThat(scene.registry.subscriptions("payments")).isZero();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
