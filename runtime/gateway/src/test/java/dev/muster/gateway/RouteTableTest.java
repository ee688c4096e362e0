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
        assertThat(table.find("", "GET", path)).map(Route::service).contains(service);
    }

    @Test
    void withoutACatchAllOtherPathsHaveNoRoute() {
        var narrow = RouteTable.of(new Route("/orders", "orders"));
        assertThat(narrow.find("", "GET", "/")).isEmpty();
        assertThat(narrow.find("", "GET", "/order")).isEmpty();
        assertThat(narrow.find("", "GET", "*")).isEmpty();
        assertThat(RouteTable.empty().find("", "GET", "/orders")).isEmpty();
    }

    @Test
    void findsEachOfAThousandRoutes() {
        var routes =
                IntStream.range(0, 1000)
                        .mapToObj(i -> new Route("/api/service-" + i, "service-" + i))
                        .toList();
        var large = RouteTable.of(routes);
        for (var route : routes) {
            assertThat(large.find("", "GET", route.path() + "/x")).contains(route);
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

    @ParameterizedTest
    @CsvSource({
        "shop.example, GET, /x, shop",
        "SHOP.example:8080, GET, /x, shop",
        "shop.example., GET, /x, shop",
        "a.shop.example, GET, /x, any-shop",
        "a.b.shop.example, GET, /x, any-shop",
        "other.example, GET, /x, example",
        "shop.example, GET, /admin, admin",
        "shop.example, POST, /admin, shop",
        "shop.test, GET, /x, rest",
        "[::1]:8080, GET, /x, rest",
        "'', GET, /x, rest",
        "shop.test, POST, /x, writes",
        "shop.test, PUT, /x/y, writes",
        "shop.test, DELETE, /x/y, rest"
    })
    void theHostComesBeforeThePathAndThePathBeforeTheMethod(
            String host, String method, String path, String service) {
        var hosts =
                RouteTable.of(
                        route(RouteMatch.path("/"), "rest"),
                        route(RouteMatch.path("/x").withMethods(List.of("POST", "PUT")), "writes"),
                        route(RouteMatch.path("/").withHosts(List.of("Shop.example")), "shop"),
                        route(RouteMatch.path("/").withHosts(List.of("*.example")), "example"),
                        route(
                                RouteMatch.path("/").withHosts(List.of("*.shop.example")),
                                "any-shop"),
                        route(
                                RouteMatch.path("/admin")
                                        .withHosts(List.of("shop.example"))
                                        .withMethods(List.of("GET")),
                                "admin"));
        assertThat(hosts.find(host, method, path)).map(Route::service).contains(service);
    }

    @Test
    void tellsWhichMethodsAPathWouldTake() {
        var writes = RouteMatch.path("/x").withMethods(List.of("POST", "PUT"));
        var table =
                RouteTable.of(
                        route(writes, "writes"),
                        route(RouteMatch.path("/x/y").withMethods(List.of("GET")), "reads"));
        assertThat(table.find("", "DELETE", "/x/y")).isEmpty();
        assertThat(table.methods(null, "/x/y")).containsExactly("GET", "POST", "PUT");
        assertThat(table.methods(null, "/z")).isEmpty();
    }

    @Test
    void refusesTwoRoutesForOneMethodOfAPathAndTakesTheRest() {
        var some = route(RouteMatch.path("/x").withMethods(List.of("GET", "PUT")), "some");
        var other = route(RouteMatch.path("/x").withMethods(List.of("PUT", "POST")), "other");
        var rest = route(RouteMatch.path("/x"), "rest");
        assertThat(RouteTable.of(rest, some).find("", "PUT", "/x")).contains(some);
        assertThat(RouteTable.of(rest, some).find("", "POST", "/x")).contains(rest);
        assertThatThrownBy(() -> RouteTable.of(some, other))
                .hasMessage("route /x belongs to both some and other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "*", "*shop", "a..b", "http://a", "a:80", ""})
    void refusesWhatIsNoHost(String host) {
        assertThatThrownBy(() -> RouteMatch.path("/").withHosts(List.of(host)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + host + "\"");
    }

    @Test
    void refusesAWeightThatIsNoShare() {
        assertThatThrownBy(() -> new Backend("orders", 0))
                .hasMessage("the weight of orders is 0, which is not 1 to 1000000");
    }

    private static Route route(RouteMatch match, String service) {
        return new Route(match, List.of(new Backend(service, 1)), RouteOptions.USUAL);
    }
}
