package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.control.ServiceView;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

import java.nio.file.Path;

/** The dashboard of the running shop in a real browser. */
@ExtendWith(WithShop.class)
class DashboardTest {
    @TempDir private Path profile;

    private final Fleet fleet;

    DashboardTest(Shop shop) {
        this.fleet = shop.fleet();
    }

    @Test
    void showsTheFleetLiveAndWhyAReplicaIsAway() throws Exception {
        try (var browser = signedIn()) {
            for (ServiceView service : fleet.view().services()) {
                browser.find("tbody", service.name());
            }
            browser.find("fleet-verdict", "Every service is ready");
            assertThat(browser.address()).doesNotContain("token");

            long pid = fleet.kill("payments-2");
            browser.find("event-list", "payments-2 exited 137 (killed from outside)");
            fleet.awaitSuccessor("payments-2", pid);
            browser.find("tbody", "payments");
            browser.find("fleet-verdict", "Every service is ready");
        }
    }

    @Test
    void filtersTheLogs() throws Exception {
        try (var browser = signedIn()) {
            browser.open(dashboard() + "/#/logs");
            browser.click("select[name=source] option", "catalog");
            await("a line of catalog")
                    .atMost(Fleet.PATIENCE)
                    .until(() -> !browser.all(".row").isEmpty());
            browser.type("input[name=grep]", "sought-print");
            fleet.fetch("/products/sought-print");
            await("only the line that is sought")
                    .atMost(Fleet.PATIENCE)
                    .ignoreException(StaleElementReferenceException.class)
                    .untilAsserted(
                            () ->
                                    assertThat(browser.all(".row"))
                                            .isNotEmpty()
                                            .extracting(WebElement::getText)
                                            .allMatch(row -> row.contains("sought-print")));
            assertThat(browser.address()).contains("service=catalog", "grep=sought-print");
        }
    }

    /** A browser at the address with a one-time token that {@code up} and {@code open} print. */
    private Browser signedIn() throws Exception {
        var browser = Browser.start(profile);
        var url = fleet.signInUrl();
        assertThat(url).startsWith(dashboard()).contains("#token=");
        browser.open(url);
        browser.find("fleet-verdict", "");
        return browser;
    }

    private String dashboard() {
        return "http://localhost:" + fleet.ports().dashboard();
    }
}
