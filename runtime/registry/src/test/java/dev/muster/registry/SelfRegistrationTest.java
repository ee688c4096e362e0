package dev.muster.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.consul.Consul;
import dev.muster.discovery.Endpoint;
import dev.muster.discovery.Registrar;
import dev.muster.http.Body;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Services that announce themselves, with the library's registrar and as Consul's API has it. */
final class SelfRegistrationTest {
    private static final Duration HOLDS = Duration.ofSeconds(15);
    private static final Endpoint PRICES =
            new Endpoint("prices-a", "10.0.0.7", 20_001, Map.of("version", "a41c9e0"));

    private final Registry registry = RegistrySnapshotsTest.startedAt("2026-11-01T00:00:00Z");
    private final List<Timer> timers = new ArrayList<>();
    private long now;

    private record Timer(long at, Runnable task) {}

    private final ConsulApi api =
            new ConsulApi(
                    registry,
                    new SelfRegistrations(
                            registry,
                            Set.of("orders")::contains,
                            () -> now,
                            (delay, task) -> timers.add(new Timer(now + delay.toNanos(), task))),
                    RandomGenerator.getDefault());
    private final Registrar registrar = Consul.at("127.0.0.1", _ -> api).registrar();

    @Test
    void isReadyWhileItSaysSo() throws Exception {
        registrar.announce("prices", PRICES, false, HOLDS);
        assertThat(ready("prices")).isEmpty();

        registrar.announce("prices", PRICES, true, HOLDS);
        assertThat(ready("prices")).containsExactly(PRICES);

        registrar.announce("prices", PRICES, false, HOLDS);
        assertThat(ready("prices")).isEmpty();

        registrar.withdraw("prices", PRICES);
        assertThat(registry.snapshot("prices").registrations()).isEmpty();
        registrar.withdraw("prices", PRICES);
    }

    @Test
    void isNotWipedByTheFleetsNextSnapshot() throws Exception {
        registrar.announce("prices", PRICES, true, HOLDS);

        registry.publish(Map.of("orders", List.of(Endpoint.of("orders-1", "127.0.0.1", 20_002))));
        registry.publish("prices", List.of(), List.of());

        assertThat(ready("prices")).containsExactly(PRICES);
        assertThat(ready("orders")).hasSize(1);
    }

    @Test
    void wipesNothingOfTheFleet() throws Exception {
        var ofFleet = Endpoint.of("prices-1", "127.0.0.1", 20_002);
        registry.publish("prices", List.of(ofFleet));

        registrar.announce("prices", PRICES, true, HOLDS);
        registrar.announce("prices", Endpoint.of("prices-1", "10.0.0.8", 1), true, HOLDS);
        assertThat(ready("prices")).containsExactly(ofFleet, PRICES);

        registrar.withdraw("prices", PRICES);
        assertThat(ready("prices")).containsExactly(ofFleet);
    }

    @Test
    void expiresWhereItSaysNothingMoreAndIsForgottenAMinuteLater() throws Exception {
        registrar.announce("prices", PRICES, true, HOLDS);
        pass(HOLDS.minusMillis(1));
        assertThat(ready("prices")).containsExactly(PRICES);

        registrar.announce("prices", PRICES, true, HOLDS);
        pass(HOLDS.minusMillis(1));
        assertThat(ready("prices")).containsExactly(PRICES);

        pass(Duration.ofMillis(1));
        assertThat(ready("prices")).isEmpty();
        assertThat(registry.snapshot("prices").registrations()).hasSize(1);

        pass(Duration.ofMinutes(1));
        assertThat(registry.snapshot("prices").registrations()).isEmpty();
    }

    @Test
    void isReadyForEverWithoutACheck() throws Exception {
        assertThat(put("service/register", "{\"Name\": \"prices\", \"Port\": 9000}").status())
                .isEqualTo(200);
        pass(Duration.ofDays(1));

        assertThat(ready("prices")).containsExactly(Endpoint.of("prices", "127.0.0.1", 9000));
        assertThat(put("service/deregister/prices", "").status()).isEqualTo(200);
        assertThat(ready("prices")).isEmpty();
    }

    @Test
    void movesToAnotherServiceWithItsId() throws Exception {
        put("service/register", "{\"ID\": \"a\", \"Name\": \"prices\", \"Port\": 9000}");
        put("service/register", "{\"ID\": \"a\", \"Name\": \"offers\", \"Port\": 9000}");

        assertThat(ready("prices")).isEmpty();
        assertThat(ready("offers")).hasSize(1);
    }

    @Test
    void takesPassWarnAndFailOfACheck() throws Exception {
        put(
                "service/register",
                """
                {"Name": "prices", "Port": 9000, "Checks": [{"CheckID": "mine", "TTL": "10s"}]}
                """);
        assertThat(ready("prices")).isEmpty();
        put("check/pass/mine", "");
        assertThat(ready("prices")).hasSize(1);
        put("check/warn/mine", "");
        assertThat(ready("prices")).isEmpty();
        put("check/pass/mine", "");
        put("check/fail/mine", "");
        assertThat(ready("prices")).isEmpty();
        assertThat(put("check/pass/other", "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "403|{\"Name\": \"orders\", \"Port\": 1}|orders is a service of this fleet",
                "400|{\"Port\": 1}|Missing service name",
                "400|{\"Name\": \"a\"}|ort",
                "400|{\"Name\": \"a\", \"Port\": 70000}|expected 1 to 65535",
                "400|{\"Name\": \"a\", \"Port\": 1, \"Tags\": [\"x\"]}|keeps no tags",
                "400|{\"Name\": \"a\", \"Port\": 1, \"Check\": {\"HTTP\": \"x\"}}|runs no checks",
                "400|{\"Name\": \"a\", \"Port\": 1, \"Check\": {\"TTL\": \"soon\"}}|with a TTL",
                "400|{|Request decode failed"
            })
    void refusesWhatItWouldNotKeep(int status, String body, String words) throws Exception {
        var answer = put("service/register", body);

        assertThat(answer.body().text()).contains(words);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void takesNoAnnouncementByAnotherMethodThanPut() throws Exception {
        var answer = api.handle(Request.get("/v1/agent/service/register"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("PUT");
    }

    private void pass(Duration time) {
        now += time.toNanos();
        var due = timers.stream().filter(timer -> timer.at() <= now).toList();
        timers.removeAll(due);
        due.forEach(timer -> timer.task().run());
    }

    private Response put(String path, String body) throws Exception {
        return api.handle(
                Request.of("PUT", "/v1/agent/" + path)
                        .withBody(Body.of(body.getBytes(StandardCharsets.UTF_8))));
    }

    private List<Endpoint> ready(String service) {
        return registry.endpoints(service).ready();
    }
}
