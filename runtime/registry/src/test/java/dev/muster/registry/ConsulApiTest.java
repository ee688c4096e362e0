package dev.muster.registry;

import static dev.muster.registry.Patience.eventually;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.discovery.Endpoint;
import dev.muster.http.Body;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

final class ConsulApiTest {
    private static final Endpoint ONE =
            new Endpoint("orders-1", "127.0.0.1", 20_001, Map.of("version", "a41c9e0"));
    private static final Endpoint TWO = Endpoint.of("orders-2", "127.0.0.1", 20_002);

    private final Registry registry = RegistrySnapshotsTest.startedAt("2026-11-01T00:00:00Z");
    private final ConsulApi api = RegistrySnapshotsTest.api(registry);
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void open() {
        registry.open();
    }

    @AfterEach
    void stopClients() {
        clients.shutdownNow();
    }

    @Test
    void describesAnEndpointAsConsulDoes() throws Exception {
        registry.publish("orders", List.of(ONE));

        var answer = get("/v1/health/service/orders?passing");
        var entry = json(answer).get(0);

        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(entry.at("/Node/Node").asString()).isEqualTo("muster");
        assertThat(entry.at("/Node/Address").asString()).isEqualTo("127.0.0.1");
        assertThat(entry.at("/Node/Datacenter").asString()).isEqualTo("dc1");
        assertThat(entry.at("/Service/ID").asString()).isEqualTo("orders-1");
        assertThat(entry.at("/Service/Service").asString()).isEqualTo("orders");
        assertThat(entry.at("/Service/Address").asString()).isEqualTo("127.0.0.1");
        assertThat(entry.at("/Service/Port").asInt()).isEqualTo(20_001);
        assertThat(entry.at("/Service/Tags").isArray()).isTrue();
        assertThat(entry.at("/Service/Meta/version").asString()).isEqualTo("a41c9e0");
        assertThat(entry.at("/Service/Weights/Passing").asInt()).isEqualTo(1);
        assertThat(entry.at("/Checks/0/Status").asString()).isEqualTo("passing");
        assertThat(entry.at("/Checks/0/CheckID").asString()).isEqualTo("service:orders-1");
        assertThat(entry.at("/Checks/0/ServiceID").asString()).isEqualTo("orders-1");
    }

    @Test
    void showsWhatIsNotReadyUnlessAskedForWhatPasses() throws Exception {
        registry.publish("orders", List.of(ONE), List.of(TWO));

        assertThat(statuses("/v1/health/service/orders")).containsExactly("passing", "critical");
        assertThat(statuses("/v1/health/service/orders?passing=false"))
                .containsExactly("passing", "critical");
        assertThat(statuses("/v1/health/service/orders?passing")).containsExactly("passing");
        assertThat(statuses("/v1/health/service/orders?passing=1")).containsExactly("passing");
    }

    @Test
    void listsServicesAndTheirEndpointsInTheCatalog() throws Exception {
        registry.publish("orders", List.of(ONE));
        registry.publish("payments", List.of());

        assertThat(get("/v1/catalog/services").body().text()).isEqualTo("{\"orders\":[]}");
        var entry = json(get("/v1/catalog/service/orders")).get(0);
        assertThat(entry.at("/ServiceID").asString()).isEqualTo("orders-1");
        assertThat(entry.at("/ServiceName").asString()).isEqualTo("orders");
        assertThat(entry.at("/ServiceAddress").asString()).isEqualTo("127.0.0.1");
        assertThat(entry.at("/ServicePort").asInt()).isEqualTo(20_001);
    }

    @Test
    void knowsNothingOfAnUnknownServiceAndSaysSoWithAnIndex() throws Exception {
        var answer = get("/v1/health/service/nowhere");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().text()).isEqualTo("[]");
        assertThat(index(answer)).isPositive();
        assertThat(registry.kept()).isZero();
    }

    @Test
    void answersAWaitingClientWhenItsServiceChangesAndNotBefore() throws Exception {
        registry.publish("orders", List.of(ONE));
        long index = index(get("/v1/health/service/orders"));

        var waiting = getLater("/v1/health/service/orders?passing&wait=5m&index=" + index);
        eventually().until(() -> registry.waiting("orders") == 1);
        registry.publish("payments", List.of(TWO));
        assertThat(waiting).isNotDone();
        registry.publish("orders", List.of(ONE, TWO));

        assertThat(json(waiting.get()).size()).isEqualTo(2);
        assertThat(index(waiting.get())).isGreaterThan(index);
    }

    @Test
    void wakesAClientThatWaitsForAServiceToAppear() throws Exception {
        long index = index(get("/v1/health/service/orders"));

        var waiting = getLater("/v1/health/service/orders?index=" + index);
        eventually().until(() -> registry.waiting("orders") == 1);
        registry.publish("orders", List.of(ONE));

        assertThat(json(waiting.get()).size()).isEqualTo(1);
    }

    @Test
    void wakesAClientThatWatchesTheCatalog() throws Exception {
        registry.publish("orders", List.of(ONE));
        long index = index(get("/v1/catalog/services"));

        var waiting = getLater("/v1/catalog/services?index=" + index);
        registry.publish("payments", List.of(TWO));

        assertThat(waiting.get().body().text()).isEqualTo("{\"orders\":[],\"payments\":[]}");
    }

    @Test
    void answersAtOnceWhatIsNewToTheClient() throws Exception {
        registry.publish("orders", List.of(ONE));
        long index = index(get("/v1/health/service/orders"));

        assertThat(index(get("/v1/health/service/orders?wait=10m&index=" + (index - 1))))
                .isEqualTo(index);
        assertThat(index(get("/v1/health/service/orders?wait=10m&index=0"))).isEqualTo(index);
    }

    @Test
    void answersAtOnceAClientThatComesWithAnIndexOfAnEarlierLife() throws Exception {
        registry.publish("orders", List.of(ONE));

        var answer = get("/v1/health/service/orders?index=18446744073709551615");

        assertThat(json(answer).size()).isEqualTo(1);
    }

    @Test
    void answersWithTheSameIndexWhenTheWaitIsOver() throws Exception {
        registry.publish("orders", List.of(ONE));
        long index = index(get("/v1/health/service/orders"));

        var answer = get("/v1/health/service/orders?wait=1ms&index=" + index);

        assertThat(index(answer)).isEqualTo(index);
        assertThat(json(answer).size()).isEqualTo(1);
        assertThat(registry.waiting("orders")).isZero();
    }

    @Test
    void forgetsAClientWhoseWaitIsInterrupted() throws Exception {
        long index = index(get("/v1/health/service/orders"));
        var waiting = getLater("/v1/health/service/orders?index=" + index);
        eventually().until(() -> registry.waiting("orders") == 1);

        waiting.cancel(true);

        eventually().until(() -> registry.waiting("orders") == 0);
        assertThat(registry.kept()).isZero();
    }

    @Test
    void refusesEverybodyUntilItIsOpenSoThatNobodyTakesWhatIsMissingForGone() throws Exception {
        var closed =
                RegistrySnapshotsTest.api(RegistrySnapshotsTest.startedAt("2026-11-01T00:00:00Z"));

        var answer = closed.handle(Request.get("/v1/health/service/orders"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().text()).startsWith("No cluster leader");
        assertThat(closed.handle(Request.get("/v1/status/leader")).body().text()).isEqualTo("\"\"");
        assertThat(get("/v1/status/leader").body().text()).isEqualTo("\"127.0.0.1:8300\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index=x", "index=-1", "index=1.5", "index=99999999999999999999"})
    void refusesAnIndexThatIsNone(String query) throws Exception {
        var answer = get("/v1/health/service/orders?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().text()).startsWith("Invalid index");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=5", "wait=x", "wait=-5s", "wait=5s5", "wait=1d"})
    void refusesAWaitThatIsNone(String query) throws Exception {
        var answer = get("/v1/health/service/orders?index=1&" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().text()).startsWith("Invalid wait time");
    }

    @Test
    void refusesWhatItDoesNotUnderstandInsteadOfAnsweringSomethingElse() throws Exception {
        registry.publish("orders", List.of(ONE));

        assertThat(get("/v1/health/service/orders?filter=Service.Port==1").status()).isEqualTo(400);
        assertThat(get("/v1/health/service/orders?dc=dc2").status()).isEqualTo(500);
        assertThat(get("/v1/health/service/orders?dc=dc1").status()).isEqualTo(200);
        assertThat(get("/v1/health/service/orders?passing=maybe").status()).isEqualTo(400);
        assertThat(get("/v1/health/service/orders?tag=blue").body().text()).isEqualTo("[]");
        assertThat(get("/v1/catalog/services?node-meta=rack:7").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8500", "127.0.0.1:8500", "LOCALHOST", "[::1]:8500"})
    void answersByTheNamesOfThisMachine(String host) throws Exception {
        assertThat(askedAs(host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example:8500", "localhost.evil.example", "1.2.3.4.example", ""})
    void refusesANameThatSomebodyElseCanPointHere(String host) throws Exception {
        assertThat(askedAs(host).status()).isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "*",
                "/v1",
                "/v1/health/service",
                "/v1/health/service/",
                "/v1/health/service/a/b",
                "/v1/catalog/services/",
                "/v1/kv/a",
                "/v2/health/service/a"
            })
    void has404ForPathsItDoesNotKnow(String path) throws Exception {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void returns405ForOtherMethodsThanGet() throws Exception {
        var answer = api.handle(Request.post("/v1/health/service/orders", Body.empty()));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET, HEAD");
    }

    @Test
    void decodesTheNameOfAService() throws Exception {
        registry.publish("a b+c", List.of(ONE));

        assertThat(json(get("/v1/health/service/a%20b+c")).size()).isEqualTo(1);
        assertThat(get("/v1/health/service/%zz").status()).isEqualTo(400);
    }

    private Response askedAs(String host) throws Exception {
        return api.handle(Request.get("/v1/catalog/services").withHeader("Host", host));
    }

    private Response get(String target) throws Exception {
        return api.handle(Request.get(target));
    }

    private Future<Response> getLater(String target) {
        return clients.submit(() -> get(target));
    }

    private List<String> statuses(String target) throws Exception {
        return json(get(target)).findValuesAsString("Status");
    }

    private static JsonNode json(Response response) throws Exception {
        return JsonMapper.shared().readTree(response.body().bytes());
    }

    private static long index(Response response) {
        return Long.parseLong(response.header("X-Consul-Index").orElseThrow());
    }
}
