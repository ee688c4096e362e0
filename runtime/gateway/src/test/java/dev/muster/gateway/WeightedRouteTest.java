package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

class WeightedRouteTest {
    @Test
    void aRouteSharesItsRequestsAmongItsBackends() throws IOException {
        try (var current = RawUpstream.named("current");
                var canary = RawUpstream.named("canary");
                var scene = new Scene()) {
            scene.registry.publish("orders", current);
            scene.registry.publish("orders-next", canary);
            var backends = List.of(new Backend("orders", 9), new Backend("orders-next", 1));
            var route = new Route(RouteMatch.path("/"), backends, RouteOptions.USUAL);
            scene.gateway.routes(RouteTable.of(route));
            var bodies = new ArrayList<String>();
            for (int i = 0; i < 400; i++) {
                bodies.add(RawClient.get(scene.port(), "/").body());
            }
            assertThat(new TreeSet<>(bodies)).containsExactly("canary", "current");
            // 40 are expected; six standard deviations to either side.
            assertThat(bodies.stream().filter("canary"::equals).count()).isBetween(4L, 76L);
        }
    }

    @Test
    void aMethodThatNoRouteTakesIsToldWhichAreTaken() throws IOException {
        try (var replica = RawUpstream.named("svc-1");
                var scene = new Scene()) {
            scene.registry.publish("svc", replica);
            var match = RouteMatch.path("/a").withMethods(List.of("POST", "PUT"));
            scene.gateway.routes(
                    RouteTable.of(
                            new Route(match, List.of(new Backend("svc", 1)), RouteOptions.USUAL)));
            var answer = RawClient.get(scene.port(), "/a");
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("allow")).isEqualTo("POST, PUT");
            assertThat(RawClient.get(scene.port(), "/b").status()).isEqualTo(404);
        }
    }
}
