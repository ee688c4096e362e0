package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.policy.EdgePolicy;
import dev.muster.gateway.policy.Problem;
import dev.muster.gateway.policy.security.SecurityHeaders;
import dev.muster.transport.ServerExchange;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the seam of policies promises, with policies that the gateway does not have. */
class EdgePolicyTest {
    @Test
    void aPackageAndALineAreAPolicy() throws IOException {
        try (var replica = RawUpstream.named("svc-1");
                var scene = scene(_ -> Optional.of(new SecurityHeaders()))) {
            scene.serving(replica);
            var answer = RawClient.get(scene.port(), "/");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-frame-options")).isEqualTo("DENY");
            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        }
    }

    @Test
    void aPolicyAnswersInTheServicesPlaceWithFieldsOfItsOwn() throws IOException {
        EdgePolicy closed =
                new EdgePolicy() {
                    @Override
                    public Problem examine(ServerExchange client, String path) {
                        var retry = Map.of("retry-after", "7");
                        return new Problem(Problem.of(429, "").status(), "Closed: " + path, retry);
                    }
                };
        try (var replica = RawUpstream.named("svc-1");
                var scene = scene(_ -> Optional.of(closed))) {
            scene.serving(replica);
            var answer = RawClient.get(scene.port(), "/%61");
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("retry-after")).isEqualTo("7");
            assertThat(answer.body()).contains("Closed: /a");
            assertThat(replica.heads()).isEmpty();
        }
    }

    @Test
    void aRouteHasItsOwnPolicies() throws IOException {
        EdgePolicyList.Entry onlyA =
                route ->
                        Optional.<EdgePolicy>of(new SecurityHeaders())
                                .filter(_ -> route.path().equals("/a"));
        try (var replica = RawUpstream.named("svc-1");
                var scene = scene(onlyA)) {
            scene.serving(replica);
            scene.gateway.routes(RouteTable.of(new Route("/", "svc"), new Route("/a", "svc")));
            assertThat(RawClient.get(scene.port(), "/a").head()).contains("DENY");
            assertThat(RawClient.get(scene.port(), "/b").head()).doesNotContain("DENY");
        }
    }

    private static Scene scene(EdgePolicyList.Entry added) {
        var policies = new ArrayList<>(EdgePolicyList.EDGE);
        policies.add(added);
        return new Scene(UnaryOperator.identity(), List.copyOf(policies));
    }
}
