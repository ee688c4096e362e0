package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;

class EdgeRulesTest {
    private final RawUpstream replica = RawUpstream.named("svc-1");
    private final Scene scene = Scene.of(replica);

    @AfterEach
    void close() {
        scene.close();
        replica.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2Fb",
                "/a%5cb",
                "/a%00",
                "/../x",
                "/a/%2e%2e/x",
                "//metrics",
                "/a//b",
                "/./metrics",
                "/a/..;/metrics"
            })
    void answers400ToAPathWithTwoReadings(String path) throws IOException {
        var answer = RawClient.get(scene.port(), path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(replica.heads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics",
                "/metrics/",
                "/%6Detrics",
                "/metrics;x=y",
                "/metrics?x",
                "/METRICS",
                "/Metrics/",
                "/metrics/x",
                "/metric%53",
                "/metrics%20",
                "/metrics%3bx",
                "/Health%3Fx",
                "/metrics.",
                "/metric%C5%BF",
                "/METRICS;a=b/c",
                "/Health/Ready",
                "/HEALTH",
                "/h%65alth/Live/",
                "/health/live",
                "/health/ready",
                "/he%61lth/ready",
                "http://shop/metrics"
            })
    void operationalPathsAreNobodysBusinessOutside(String path) throws IOException {
        assertThat(RawClient.get(scene.port(), path).status()).isEqualTo(404);
        assertThat(replica.heads()).isEmpty();
    }

    @Test
    void aRouteThatNamesAnOperationalPathExactlyOpensItAlone() throws IOException {
        scene.gateway.routes(
                RouteTable.of(new Route("/", "svc"), new Route("/health/ready", "svc")));
        assertThat(RawClient.get(scene.port(), "/health/ready").status()).isEqualTo(200);
        assertThat(RawClient.get(scene.port(), "/health/ready/x").status()).isEqualTo(404);
        assertThat(RawClient.get(scene.port(), "/health/live").status()).isEqualTo(404);
        assertThat(RawClient.get(scene.port(), "/metrics").status()).isEqualTo(404);
    }

    @Test
    void pathsThatOnlyLookOperationalAreForwarded() throws IOException {
        assertThat(RawClient.get(scene.port(), "/metricsx").status()).isEqualTo(200);
        assertThat(RawClient.get(scene.port(), "/a/metrics").status()).isEqualTo(200);
        assertThat(RawClient.get(scene.port(), "/healthy").status()).isEqualTo(200);
    }

    @Test
    void saysThatAPathIsKeptAndWhatWouldOpenIt() throws IOException {
        assertThat(RawClient.get(scene.port(), "/Metrics").body())
                .contains("/metrics of svc is kept from the edge")
                .contains("add it to the routes of svc in muster.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/files/a%2Fb", "/files/a%2fb", "/files//b", "/files/a//b//"})
    void passesSlashesOnAsTheyCameWhereARouteAsksForThat(String path) throws IOException {
        var options = RouteOptions.USUAL.withEncodedSlashes();
        scene.gateway.routes(
                RouteTable.of(new Route("/", "svc"), new Route("/files", "svc", options)));
        assertThat(RawClient.get(scene.port(), path).status()).isEqualTo(200);
        assertThat(replica.heads().getLast()).startsWith("GET " + path + " HTTP/1.1");
        assertThat(RawClient.get(scene.port(), "/other/a%2Fb").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%2Fmetrics",
                "//metrics",
                "/%2f/METRICS",
                "//health//ready",
                "/%2F%2Fhealth%2Fready"
            })
    void keepsWhatAServiceThatCollapsesSlashesWouldTakeForMetrics(String path) throws IOException {
        var options = RouteOptions.USUAL.withEncodedSlashes();
        scene.gateway.routes(RouteTable.of(new Route("/", "svc", options)));
        assertThat(RawClient.get(scene.port(), path).status()).isEqualTo(404);
        assertThat(replica.heads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2F..%2Fmetrics", "/a%2F%2e%2e/x", "/a//../x", "/a%5Cb", "/a%00"})
    void refusesDotSegmentsAndBackslashesOnEveryRoute(String path) throws IOException {
        var options = RouteOptions.USUAL.withEncodedSlashes();
        scene.gateway.routes(RouteTable.of(new Route("/", "svc", options)));
        assertThat(RawClient.get(scene.port(), path).status()).isEqualTo(400);
        assertThat(replica.heads()).isEmpty();
    }

    @Test
    void aRouteHasItsOwnLimitOnBodies() throws IOException {
        scene.gateway.routes(
                RouteTable.of(
                        new Route("/", "svc"),
                        new Route("/small", "svc", RouteOptions.USUAL.withMaxBodyBytes(3))));
        var announced = "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd";
        assertThat(RawClient.ask(scene.port(), announced).status()).isEqualTo(413);
        assertThat(replica.heads()).isEmpty();
        var chunked =
                "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "4\r\nabcd\r\n0\r\n\r\n";
        assertThat(RawClient.ask(scene.port(), chunked).status()).isEqualTo(413);
        assertThat(RawClient.ask(scene.port(), announced.replace("/small", "/")).status())
                .isEqualTo(200);
    }

    @Test
    void aRouteHasItsOwnDeadline() throws IOException {
        try (var stuck = RawUpstream.stuck("stuck")) {
            scene.registry.publish("slow", stuck);
            var options = RouteOptions.USUAL.withDeadline(Duration.ofMillis(300));
            scene.gateway.routes(RouteTable.of(new Route("/slow", "slow", options)));
            var answer = RawClient.get(scene.port(), "/slow");
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.body()).contains("slow did not answer in time.");
        }
    }

    @Test
    void answers404WhereNoRouteLeads() throws IOException {
        scene.gateway.routes(RouteTable.of(new Route("/orders", "svc")));
        var answer = RawClient.get(scene.port(), "/");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body())
                .contains("\"status\":404")
                .containsPattern("\"traceId\":\"[0-9a-f]{32}\"");
        assertThat(RawClient.get(scene.port(), "/orders/1").status()).isEqualTo(200);
    }
}
