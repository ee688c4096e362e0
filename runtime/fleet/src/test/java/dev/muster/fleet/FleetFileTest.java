package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.ServiceSpec.ProbeSpec;
import dev.muster.fleet.ServiceSpec.Protocol;
import dev.muster.fleet.ServiceSpec.ReadyCheck;
import dev.muster.fleet.ServiceSpec.SloSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class FleetFileTest {
    private static final String EVERY_KEY =
            """
            muster: 1
            name: shop
            gateway: { port: 8081 }
            dashboard: { port: 7071 }
            registry: { port: 8501 }
            services:
              catalog:
                project: catalog
                replicas: 2
                routes: [/products, /]
                needs: [bank]
                env: { BANK_DELAY: 20ms, TRIES: 3, EMPTY: "" }
                memory: 64MB
                protocol: http
                probe:
                  ready: { http: "/ready?deep=1" }
                  interval: 500ms
                  timeout: 1.5s
                  failures: 5
                slo: { availability: 99.9, latency: { p99: 250ms } }
                start: { deadline: 2m }
                stop: { grace: 0s }
              bank:
                jar: bank.jar
            """;

    @TempDir private Path folder;

    @Test
    void readsEveryKeyOfAFleet() {
        var fleet = everyKey();

        assertThat(fleet.name()).isEqualTo("shop");
        assertThat(fleet.directory()).isEqualTo(folder);
        assertThat(fleet.gateway().port()).isEqualTo(8081);
        assertThat(fleet.dashboard().port()).isEqualTo(7071);
        assertThat(fleet.registry().port()).isEqualTo(8501);
        assertThat(fleet.services().keySet()).containsExactly("catalog", "bank");
    }

    @Test
    void readsEveryKeyOfAService() {
        assertThat(everyKey().service("catalog"))
                .contains(
                        new ServiceSpec(
                                "catalog",
                                new RunSpec.Project(folder.resolve("catalog")),
                                2,
                                List.of(RouteSpec.of("/products"), RouteSpec.of("/")),
                                List.of("bank"),
                                Map.of("BANK_DELAY", "20ms", "TRIES", "3", "EMPTY", ""),
                                Optional.of(EnvInherit.EVERYTHING),
                                Optional.of(64L * 1024 * 1024),
                                Protocol.HTTP,
                                new ProbeSpec(
                                        new ReadyCheck.Http("/ready?deep=1"),
                                        Duration.ofMillis(500),
                                        Duration.ofMillis(1500),
                                        5),
                                Optional.of(
                                        new SloSpec(
                                                Optional.of(99.9),
                                                Optional.of(Duration.ofMillis(250)))),
                                Duration.ofMinutes(2),
                                Duration.ZERO));
    }

    private FleetSpec everyKey() {
        return FleetFolder.of(folder, EVERY_KEY)
                .with("catalog/pom.xml", "<project/>")
                .with("bank.jar", "")
                .load();
    }

    @Test
    void fillsInWhatIsNotSaid() {
        var fleet = FleetFolder.ofService(folder, "").load();

        assertThat(fleet.gateway().port()).isEqualTo(8080);
        assertThat(fleet.dashboard().port()).isEqualTo(7070);
        assertThat(fleet.registry().port()).isEqualTo(8500);
        assertThat(fleet.service("orders"))
                .contains(
                        new ServiceSpec(
                                "orders",
                                new RunSpec.Command(List.of("orders")),
                                1,
                                List.of(),
                                List.of(),
                                Map.of(),
                                Optional.of(EnvInherit.EVERYTHING),
                                Optional.empty(),
                                ServiceSpec.Protocol.HTTP,
                                new ProbeSpec(
                                        new ReadyCheck.Tcp(),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(1),
                                        3),
                                Optional.empty(),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(10)));
    }

    @Test
    void asksWhatSpeaksTcpForAConnection() {
        var fleet = FleetFolder.ofService(folder, "protocol: tcp").load();

        assertThat(fleet.service("orders").orElseThrow().protocol())
                .isEqualTo(ServiceSpec.Protocol.TCP);
        assertThat(fleet.service("orders").orElseThrow().probe().ready())
                .isEqualTo(new ReadyCheck.Tcp());
    }

    @Test
    void asksAJavaServiceForItsHealthUnlessToldOtherwise() {
        var fleet =
                FleetFolder.of(
                                folder,
                                """
                                muster: 1
                                name: shop
                                services:
                                  built: { project: built }
                                  given: { jar: given.jar, probe: { failures: 9 } }
                                  database: { jar: given.jar, probe: { ready: { tcp: true } } }
                                """)
                        .with("built/pom.xml", "<project/>")
                        .with("given.jar", "")
                        .load();

        assertThat(fleet.services().values())
                .extracting(service -> service.probe().ready())
                .containsExactly(
                        new ReadyCheck.Http("/health/ready"),
                        new ReadyCheck.Http("/health/ready"),
                        new ReadyCheck.Tcp());
        assertThat(fleet.service("given").orElseThrow().probe().failures()).isEqualTo(9);
    }

    @Test
    void knowsAServiceThatSomethingElseRuns() {
        var bank =
                FleetFolder.of(
                                folder,
                                """
                                muster: 1
                                name: shop
                                services:
                                  bank: { url: "http://127.0.0.1:9000/", routes: [/bank] }
                                """)
                        .load()
                        .service("bank")
                        .orElseThrow();

        assertThat(bank.run()).isEqualTo(new RunSpec.Url(URI.create("http://127.0.0.1:9000/")));
        assertThat(bank.replicas()).isEqualTo(1);
    }

    @Test
    void readsTheFileItIsGivenAsWellAsTheFolder() {
        var fleet = FleetFolder.ofService(folder, "");

        assertThat(FleetFile.load(folder.resolve("muster.yaml"))).isEqualTo(fleet.load());
    }

    @Test
    void sharesPartsThroughAnchors() {
        var fleet =
                FleetFolder.of(
                                folder,
                                """
                                muster: 1
                                name: shop
                                services:
                                  a: { command: a, env: &same { LEVEL: debug } }
                                  b: { command: b, env: *same }
                                """)
                        .load();

        assertThat(fleet.service("b").orElseThrow().env()).containsEntry("LEVEL", "debug");
    }

    @Test
    void mergesAnchoredMappings() {
        var fleet =
                FleetFolder.of(
                                folder,
                                """
                                muster: 1
                                name: shop
                                services:
                                  a: &a { command: a, replicas: 2, memory: 64MB }
                                  b: { <<: *a, replicas: 3 }
                                """)
                        .load();

        assertThat(fleet.service("b").orElseThrow().replicas()).isEqualTo(3);
        assertThat(fleet.service("b").orElseThrow().memoryBytes()).contains(64L << 20);
    }

    @Test
    void ignoresAByteOrderMark() {
        var fleet = FleetFolder.of(folder, "\uFEFFmuster: 1\nname: x\nservices: {a: {command: a}}");

        assertThat(fleet.load().name()).isEqualTo("x");
    }

    @Test
    void findsTheNearestFleetFileUpwards() throws Exception {
        FleetFolder.ofService(folder, "").with("orders/src/Main.java", "");
        var real = folder.toRealPath();

        assertThat(FleetFile.find(folder.resolve("orders/src")))
                .contains(folder.resolve("muster.yaml"));
        assertThat(FleetFile.find(real)).contains(real.resolve("muster.yaml"));
        Files.delete(folder.resolve("muster.yaml"));
        assertThat(FleetFile.find(folder.resolve("orders/src"))).isEmpty();
    }

    @Test
    void namesTheVariableOfANeed() {
        assertThat(ServiceSpec.urlVariable("orders-db")).isEqualTo("ORDERS_DB_URL");
    }

    @Test
    void givesEachServiceWhatItOrTheFleetInherits() {
        var fleet =
                FleetFolder.of(
                                folder,
                                """
                                muster: 1
                                name: shop
                                env_inherit: [JAVA_HOME, AWS_*]
                                services:
                                  a: { command: a }
                                  b: { command: b, env_inherit: false }
                                  c: { command: c, env_inherit: true }
                                """)
                        .load();
        var shell =
                Map.of(
                        "PATH",
                        "/bin",
                        "LC_ALL",
                        "C",
                        "JAVA_HOME",
                        "/jdk",
                        "AWS_KEY",
                        "k",
                        "AWS",
                        "a",
                        "SECRET",
                        "s");

        assertThat(fleet.service("a").orElseThrow().inherited(shell))
                .containsOnlyKeys("PATH", "LC_ALL", "JAVA_HOME", "AWS_KEY");
        assertThat(fleet.service("b").orElseThrow().inherited(shell))
                .containsOnlyKeys("PATH", "LC_ALL");
        assertThat(fleet.service("c").orElseThrow().inherited(shell)).isEqualTo(shell);
    }
}
