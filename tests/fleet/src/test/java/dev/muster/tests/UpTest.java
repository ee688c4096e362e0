package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.control.ServiceView;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What a user sees of {@code up} in a fresh clone, and what then answers. */
@ExtendWith(WithShop.class)
class UpTest {
    private static final Pattern ORDER =
            Pattern.compile("name=\"order\" value=\"([^\"]+)\"", Pattern.MULTILINE);
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final Shop shop;
    private final Fleet fleet;

    UpTest(Shop shop) {
        this.shop = shop;
        this.fleet = shop.fleet();
    }

    @Test
    void buildsStartsAndShowsTheFirstScreen() {
        var printed = shop.firstUp().expect(0).out();
        assertThat(printed)
                .containsPattern("(?m)^ {2}build {3}.*catalog.* +[0-9.]+ (s|min)$")
                .containsPattern("(?m)^ {2}start {3}.*storefront [0-9.]+")
                .containsPattern("shop is ready: 7 services, 11 replicas, ")
                .contains("http://localhost:" + fleet.ports().gateway())
                .contains("http://localhost:" + fleet.ports().dashboard() + "/#token=")
                .containsPattern("SERVICE +REPLICAS +REQ/S +P99 +ERRORS +MEMORY +VERSION")
                .contains("try    curl localhost:" + fleet.ports().gateway() + "/products")
                .doesNotContain("keys", "\u001b");
    }

    @Test
    void hasEveryServiceReady() throws Exception {
        Programs.need("python3");
        var view = fleet.view();
        assertThat(view.services())
                .extracting(ServiceView::name)
                .containsExactly(
                        "storefront",
                        "catalog",
                        "orders",
                        "orders-db",
                        "payments",
                        "notify",
                        "shopper");
        assertThat(view.services())
                .allSatisfy(
                        service ->
                                assertThat(service.state())
                                        .isEqualTo(ServiceView.ServiceState.READY));
        assertThat(view.totals().replicasReady()).isEqualTo(11);
    }

    @Test
    void makesCachesWhileItIsUpThatTheNextStartUses() throws Exception {
        var caches = fleet.folder().resolve(".muster/aot");
        await("all caches are made")
                .atMost(Duration.ofMinutes(8))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> files(caches, ".aot").size() >= 6 && isCompleteIn(caches));

        fleet.run("restart", "catalog").expect(0);

        long pid = fleet.pids("catalog").getFirst();
        assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline")))
                .contains("-XX:AOTCache=" + caches);
    }

    /** Whether there is a cache of every service that was started without one. */
    private static boolean isCompleteIn(Path caches) throws IOException {
        try (var lists = Files.list(caches)) {
            return lists.filter(Files::isDirectory)
                    .allMatch(list -> Files.exists(Path.of(list + ".aot")));
        }
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    @Test
    void sellsThroughItsInterface() throws Exception {
        var products = fleet.fetch("/products");
        assertThat(products.statusCode()).isEqualTo(200);
        assertThat(products.headers().firstValue("content-type")).contains("application/json");
        var product = first(ID, products.body());

        var placed =
                fleet.post(
                        "/orders",
                        "application/json",
                        "{\"product\":\"" + product + "\",\"quantity\":2}");
        assertThat(placed.statusCode()).as(placed.body()).isEqualTo(201);
        var location = placed.headers().firstValue("location").orElseThrow();
        var order = fleet.fetch(location);
        assertThat(order.statusCode()).isEqualTo(200);
        assertThat(order.body()).contains(product, "\"quantity\":2");
    }

    @Test
    void sellsThroughItsPages() throws Exception {
        var front = fleet.fetch("/");
        assertThat(front.statusCode()).isEqualTo(200);
        assertThat(front.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        var print = first(Pattern.compile("href=\"(/prints/[^\"]+)\""), front.body());
        var page = fleet.fetch(print).body();
        var form = "order=" + first(ORDER, page) + "&quantity=3";

        var bought = fleet.post(print + "/buy", "application/x-www-form-urlencoded", form);
        assertThat(bought.statusCode()).as(bought.body()).isEqualTo(303);
        var receipt = fleet.fetch(bought.headers().firstValue("location").orElseThrow());
        assertThat(receipt.statusCode()).isEqualTo(200);
        assertThat(receipt.body()).contains("data-status", "<dt>Copies</dt><dd>3</dd>");
    }

    @Test
    void keepsWhatServicesSayOfThemselvesInside() throws Exception {
        for (var path : List.of("/metrics", "/health/ready", "/health/live")) {
            assertThat(fleet.fetch(path).statusCode()).as(path).isEqualTo(404);
        }
        var storefront = fleet.service("storefront").replicas().getFirst();
        var inside = java.net.URI.create("http://127.0.0.1:" + storefront.port() + "/metrics");
        try (var http = HttpClient.newHttpClient()) {
            var metrics =
                    http.send(HttpRequest.newBuilder(inside).build(), BodyHandlers.ofString());
            assertThat(metrics.body()).contains("http_server_request_duration_seconds_bucket");
        }
    }

    @Test
    void saysThatItIsUpAlready() throws Exception {
        var before = fleet.pids("catalog");
        var again = fleet.up().expect(0);
        assertThat(again.out()).contains(" is already up (since ");
        assertThat(fleet.pids("catalog")).isEqualTo(before);
    }

    @Test
    void startsOneAgentForTwoWhoAskAtTheSameTime() throws Exception {
        var echo = new Fleet(shop.muster(), shop.muster().home().resolve("examples/echo"));
        var one = echo.start(echo.upCommand("-d"));
        var other = echo.start(echo.upCommand("-d"));
        try {
            var printed = List.of(one.await().expect(0).out(), other.await().expect(0).out());
            assertThat(printed).filteredOn(out -> out.contains("is already up (since ")).hasSize(1);
        } finally {
            echo.down();
        }
    }

    @Test
    void endsWithTheCommandThatOwnsIt() throws Exception {
        var echo = new Fleet(shop.muster(), shop.muster().home().resolve("examples/echo"));
        var up = echo.start(echo.upCommand());
        try {
            await("echo is ready")
                    .atMost(Fleet.PATIENCE)
                    .until(() -> up.printed().contains("echo is ready") || !up.process().isAlive());
            assertThat(echo.fetch("/hello").body()).contains("/hello");
            echo.view();
        } finally {
            up.process().destroyForcibly();
        }
        await("the agent has ended").atMost(Fleet.PATIENCE).until(() -> !echo.isUp());
        echo.assertNothingRuns();
    }

    @Test
    void namesWhoHasThePort() throws Exception {
        var echo = new Fleet(shop.muster(), shop.muster().home().resolve("examples/echo"));
        var taken = Integer.toString(fleet.ports().gateway());
        var up =
                echo.run(
                                "up",
                                "-d",
                                "--gateway-port",
                                taken,
                                "--dashboard-port",
                                Integer.toString(echo.ports().dashboard()),
                                "--registry-port",
                                Integer.toString(echo.ports().registry()))
                        .expect(1);
        assertThat(up.err())
                .contains(
                        "Port " + taken + " is taken by the fleet in ",
                        "(agent pid " + fleet.agentPid() + ";")
                .contains("gateway.port", "--gateway-port");
    }

    private static String first(Pattern pattern, String text) {
        var match = pattern.matcher(text);
        assertThat(match.find()).as("%s in %s", pattern, text).isTrue();
        return match.group(1);
    }
}
