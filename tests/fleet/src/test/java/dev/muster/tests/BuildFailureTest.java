package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.control.ServiceView;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Files;

/** One service does not compile when the fleet is started. */
@ExtendWith(WithShop.class)
class BuildFailureTest {
    private final Shop shop;
    private final Fleet fleet;

    BuildFailureTest(Shop shop) {
        this.shop = shop;
        this.fleet = shop.fleet();
    }

    @Test
    void startsTheOthersAndSaysWhy() throws Exception {
        fleet.down();
        var source =
                shop.source("payments/src/main/java/dev/muster/examples/shop/payments/Bank.java");
        var text = Files.readString(source);
        // As in a fresh clone: otherwise it would run what was built before.
        Clone.delete(shop.source("payments/target"));
        Clone.delete(shop.source(".muster/staged/payments"));
        try {
            Clone.write(source, text + "\nnonsense\n");
            var up = fleet.up().expect(4);
            assertThat(up.out())
                    .contains("Bank.java")
                    .contains("payments did not build; the other services are up.")
                    .contains("Log: .muster/build/payments.log");
            assertThat(fleet.run("ps").expect(0).out())
                    .containsPattern("payments +0/2")
                    .contains("did not build");
            assertThat(fleet.service("payments").state())
                    .isEqualTo(ServiceView.ServiceState.WAITING);
            assertThat(fleet.service("catalog").replicasReady()).isEqualTo(2);
            assertThat(fleet.fetch("/products").statusCode()).isEqualTo(200);
        } finally {
            Clone.write(source, text);
        }
        fleet.run("restart", "payments").expect(0);
        fleet.awaitReady();
    }
}
