package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.IntStream;

class RouteTableTest {
    private final RouteTable table =
            RouteTable.of(
                    new Route("/", "storefront"),
                    new Route("/orders", "orders"),
                    new Route("/orders/archive", "archive"),
                    new Route("/api/v2/users", "users"));

    @ParameterizedTest
    @CsvSource({
        "/, storefront",
        "/about, storefront",
        "/orders, orders",
        "/orders/, orders",
        "/orders/7, orders",
        "/orders/archive, archive",
        "/orders/archive/2024/1, archive",
        "/orders/archived, orders",
        "/orders-archive, storefront",
        "/ordersarchive, storefront",
        "/api, storefront",
        "/api/v2, storefront",
        "/api/v2/users, users",
        "/api/v2/users/, users",
        "/Orders, storefront",
        "*, storefront"
    })
    void theLongestPrefixOfWholeSegmentsWins(String path, String service) {
        assertThat(table.find(path)).map(Route::service).contains(service);
    }

    @Test
    void withoutACatchAllOtherPathsHaveNoRoute() {
        var narrow = RouteTable.of(new Route("/orders", "orders"));
        assertThat(narrow.find("/")).isEmpty();
        assertThat(narrow.find("/order")).isEmpty();
        assertThat(narrow.find("*")).isEmpty();
        assertThat(RouteTable.empty().find("/orders")).isEmpty();
    }

    @Test
    void findsEachOfAThousandRoutes() {
        var routes =
                IntStream.range(0, 1000)
                        .mapToObj(i -> new Route("/api/service-" + i, "service-" + i))
                        .toList();
        var large = RouteTable.of(routes);
        for (var route : routes) {
            assertThat(large.find(route.path() + "/x")).contains(route);
        }
    }

    @Test
    void refusesTwoServicesOnOnePath() {
        var routes = List.of(new Route("/orders", "orders"), new Route("/orders", "archive"));
        assertThatThrownBy(() -> RouteTable.of(routes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("route /orders belongs to both orders and archive");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "/orders/", "/a//b", "/a/../b", "/a%20b", "/a;b", "/a?b", "", "*"})
    void refusesAPathThatIsNoPlainPrefix(String path) {
        assertThatThrownBy(() -> new Route(path, "orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + path + "\"");
    }
}
