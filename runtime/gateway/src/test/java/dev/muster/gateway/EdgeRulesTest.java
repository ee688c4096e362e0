package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

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
