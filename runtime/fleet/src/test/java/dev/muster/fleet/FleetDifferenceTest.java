package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

/** What is said of an edited fleet file. */
final class FleetDifferenceTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: { command: a }                        | ",
                "a: { command: [a], replicas: 1 }         | ",
                "a: { command: b }                        | services.a.command",
                "a: { url: 'http://b' }                   | services.a.url",
                "a: { command: a, replicas: 2 }           | services.a.replicas",
                "a: { command: a, routes: [/] }           | services.a.routes",
                "a: { command: a, env: { A: b } }         | services.a.env",
                "a: { command: a, env_inherit: false }    | services.a.env_inherit",
                "a: { command: a, memory: 64MB }          | services.a.memory",
                "a: { command: a, protocol: tcp }         | services.a.protocol",
                "a: { command: a, probe: { failures: 9 }} | services.a.probe",
                "a: { command: a, slo: { availability: 9 }}| services.a.slo",
                "a: { command: a, start: { deadline: 9s }}| services.a.start.deadline",
                "a: { command: a, stop: { grace: 9s } }   | services.a.stop.grace",
                "b: { command: a }                        | services.a (removed), services.b (new)",
                "b: { command: b }, a: { command: a, needs: [b] } | services.a.needs, services.b"
                        + " (new)",
            })
    void namesTheKeysThatAreOtherwise(String services, String keys) {
        var running = fleet("a: { command: a }", 8080);

        assertThat(String.join(", ", FleetDifference.between(running, fleet(services, 8080))))
                .isEqualTo(keys == null ? "" : keys);
        assertThat(FleetDifference.between(running, fleet("a: { command: a }", 8081)))
                .containsExactly("gateway");
    }

    private FleetSpec fleet(String services, int port) {
        return FleetFolder.of(
                        folder,
                        "{ muster: 1, name: x, gateway: { port: %d }, services: { %s } }"
                                .formatted(port, services))
                .load();
    }
}
