package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.Objects;

/** Replicas are killed while clients ask: nobody notices, and it is told afterwards. */
@ExtendWith(WithShop.class)
class HealingTest {
    private static final int KILLS =
            Integer.parseInt(Objects.requireNonNullElse(System.getenv("MUSTER_KILLS"), "5"));

    private final Shop shop;
    private final Fleet fleet;

    HealingTest(Shop shop) {
        this.shop = shop;
        this.fleet = shop.fleet();
    }

    @Test
    void losesNoRequestWhenReplicasAreKilledOneAfterAnother() throws Exception {
        Programs.need("python3");
        try (var clients = new Clients(shop.muster(), fleet.uri("/products"))) {
            for (int kill = 0; kill < KILLS; kill++) {
                var victim = "catalog-" + (1 + kill % 2);
                clients.awaitSome();
                long pid = fleet.kill(victim);
                awaitExplained("catalog", victim);
                fleet.awaitSuccessor(victim, pid);
            }
            assertThat(clients.stop()).as("failed requests").isZero();
        }
    }

    @Test
    void losesNoPageWhenAReplicaOfTheStorefrontIsKilled() throws Exception {
        Programs.need("python3");
        try (var clients = new Clients(shop.muster(), fleet.uri("/"))) {
            clients.awaitSome();
            long pid = fleet.kill("storefront-1");
            awaitExplained("storefront", "storefront-1");
            fleet.awaitSuccessor("storefront-1", pid);
            assertThat(clients.stop()).as("failed requests").isZero();
        }
        assertThat(fleet.run("events").expect(0).out()).contains("storefront-1 exited 137");
    }

    private void awaitExplained(String service, String victim) {
        await("explain tells of the kill")
                .atMost(Fleet.PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(
                                                fleet.run("explain", service)
                                                        .expect(0)
                                                        .out()
                                                        .replaceAll("\\s+", " "))
                                        .contains(victim + " exited 137 (killed from outside)"));
    }
}
