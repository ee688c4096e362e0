package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Files;
import java.nio.file.Path;

/** A developer edits a service and restarts it. */
@ExtendWith(WithShop.class)
class RestartTest {
    private static final String TOO_MANY = "{\"product\":\"harbour-at-dusk\",\"quantity\":99}";

    private final Fleet fleet;
    private final Path source;

    RestartTest(Shop shop) {
        this.fleet = shop.fleet();
        this.source =
                shop.source("orders/src/main/java/dev/muster/examples/shop/orders/OrderDesk.java");
    }

    @Test
    void runsTheCodeThatWasEdited() throws Exception {
        var before = fleet.pids("orders");
        var text = Files.readString(source);
        var edited =
                text.replaceFirst(
                        "\"quantity must be[^\"]*\"",
                        "\"quantity must be, since " + System.nanoTime() + ", 1 to \"");
        assertThat(edited).isNotEqualTo(text);
        Clone.write(source, edited);

        var restarted = fleet.run("restart", "orders").expect(0);
        assertThat(restarted.out()).contains("orders: 2 replicas restarted, ");
        assertThat(fleet.pids("orders")).doesNotContainAnyElementsOf(before);
        for (int ask = 0; ask < 4; ask++) {
            assertThat(fleet.post("/orders", "application/json", TOO_MANY).body())
                    .contains("quantity must be, since ");
        }
    }

    @Test
    void goesOnWithTheOldCodeWhereTheNewDoesNotCompile() throws Exception {
        var before = fleet.pids("orders");
        var text = Files.readString(source);
        try {
            Clone.write(source, text.replace("return order.with(status);", "return nothingKnown;"));
            var restarted = fleet.run("restart", "orders").expect(1);
            assertThat(restarted.err())
                    .containsPattern("OrderDesk\\.java:\\[?\\d+")
                    .contains("cannot find symbol", "nothingKnown")
                    .contains("orders did not build; its replicas go on with the code they have.");
        } finally {
            Clone.write(source, text);
        }
        assertThat(fleet.pids("orders")).isEqualTo(before);
        assertThat(fleet.fetch("/orders").statusCode()).isEqualTo(200);
    }
}
