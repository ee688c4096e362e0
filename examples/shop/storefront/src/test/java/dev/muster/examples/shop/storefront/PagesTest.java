package dev.muster.examples.shop.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.ProblemDetails;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class PagesTest {
    private static final Print PRINT =
            new Print(
                    "slow-radio",
                    "Slow <radio>",
                    "\"One\" note & more",
                    new BigDecimal("24.00"),
                    "rings",
                    List.of("#14213d", "#fca311", "#e5e5e5"));

    private final Pages pages = new Pages("storefront-2");

    @Test
    void theFrontPageLinksEveryPrintAndNamesItsReplica() throws IOException {
        var page = text(pages.front(List.of(PRINT)));

        assertThat(page)
                .contains("href=\"/prints/slow-radio\"", "24.00", "<svg viewBox", "storefront-2");
    }

    @Test
    void everythingThatServicesSayIsEscaped() throws IOException {
        var page = text(pages.print(PRINT));

        assertThat(page).contains("Slow &lt;radio&gt;").doesNotContain("<radio>");
    }

    @Test
    void theFormOfAPrintBringsANewOrderIdEachTime() throws IOException {
        var form = "name=\"order\" value=\"[0-9a-f-]{36}\"";

        assertThat(text(pages.print(PRINT)))
                .containsPattern(form)
                .isNotEqualTo(text(pages.print(PRINT)));
    }

    @Test
    void anOpenOrderLooksAgainAndASettledOneDoesNot() throws IOException {
        assertThat(text(pages.purchase(order("OPEN"), Optional.of(PRINT)))).contains("http-equiv");
        assertThat(text(pages.purchase(order("PAID"), Optional.empty())))
                .doesNotContain("http-equiv")
                .contains("48.00", "paid", "23 Nov, 12:00:00 UTC");
    }

    @Test
    void listsOrdersAlsoOfPrintsThatAreNoLongerSold() throws IOException {
        assertThat(text(pages.purchases(List.of(order("DECLINED")), List.of())))
                .contains("/purchases/4bf92f35-77b3", "slow-radio", "declined");
        assertThat(text(pages.purchases(List.of(), List.of()))).contains("Nobody has bought");
    }

    @Test
    void aProblemIsAPageWithItsStatusAndTellsNothingInternal() throws Exception {
        var problem = HttpProblem.unavailable("orders-db refused 127.0.0.1", 1);

        var away =
                pages.explainProblems(Request.get("/"), _ -> ProblemDetails.response(problem, ""));

        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("Retry-After")).contains("1");
        assertThat(away.header("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(text(away)).contains("A part of the shop is away").doesNotContain("127.0.0.1");
    }

    @Test
    void noPageRunsAScript() {
        assertThat(pages.front(List.of()).header("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
    }

    private static Order order(String status) {
        return new Order(
                "4bf92f35-77b3",
                "slow-radio",
                2,
                new BigDecimal("48.00"),
                status,
                Instant.parse("2026-11-23T12:00:00Z"));
    }

    private static String text(Response response) throws IOException {
        return response.body().text();
    }
}
