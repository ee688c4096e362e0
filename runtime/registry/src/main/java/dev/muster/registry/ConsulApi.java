package dev.muster.registry;

import dev.muster.http.Body;
import dev.muster.http.ClientGone;
import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers as Consul's HTTP API does, version 1, to those who look for services (health and catalog
 * with blocking queries, and what clients ask to find out whom they talk to) and to those who
 * announce themselves. What Consul reads and this does not (a filter expression, another
 * datacenter) is refused, never passed over.
 *
 * <p>A waiting request keeps its (virtual) thread until there is something new, the wait is over,
 * or the client is gone.
 */
public final class ConsulApi implements Handler {
    /** What clients are told they talk to: some look for what a version can do. */
    private static final String SPOKEN_VERSION = "1.8.0";

    /** What this machine may be called: anything but a name that somebody else can point at it. */
    private static final Pattern OUR_HOST =
            Pattern.compile(
                    "(localhost|[0-9.]+|\\[[0-9a-f:.]+])(:[0-9]+)?", Pattern.CASE_INSENSITIVE);

    /** What narrows an answer in ways that are not known here. */
    private static final List<String> NOT_UNDERSTOOD = List.of("filter", "node-meta");

    private static final String LEADER = ConsulJson.NODE_ADDRESS + ":8300";
    private static final byte[] NOTHING = "[]".getBytes(StandardCharsets.UTF_8);
    private static final Route NOT_FOUND = _ -> ConsulText.of(404, ConsulText.UNKNOWN_PATH);

    private final Registry registry;
    private final AgentApi agent;
    private final RandomGenerator random;

    /**
     * @param registrations where services announce themselves
     * @param random for how long those wait who ask
     */
    public ConsulApi(Registry registry, SelfRegistrations registrations, RandomGenerator random) {
        this.registry = registry;
        this.agent = new AgentApi(registrations);
        this.random = random;
    }

    @Override
    public Response handle(Request request) throws IOException {
        if (!isForUs(request)) {
            return ConsulText.of(
                    421, "The registry answers only as localhost, or by its IP address");
        }
        try {
            ClientGone.then(Thread.currentThread()::interrupt);
            return answer(request);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ConsulText.of(503, "The wait was ended");
        } catch (BlockingQuery.Malformed e) {
            return ConsulText.of(400, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException _) {
            return ConsulText.of(400, "Invalid percent-encoding");
        }
    }

    private Response answer(Request request)
            throws InterruptedException, BlockingQuery.Malformed, IOException {
        if (request.path().startsWith(AgentApi.SERVICE)
                || request.path().startsWith(AgentApi.CHECK)) {
            return agent.handle(request);
        }
        var route = route(request.path());
        boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
        return isRead || route == NOT_FOUND
                ? route.answer(request)
                : ConsulText.of(405, "method " + request.method() + " not allowed")
                        .withHeader("Allow", "GET, HEAD");
    }

    /** How one path is answered. */
    @FunctionalInterface
    private interface Route {
        Response answer(Request request) throws InterruptedException, BlockingQuery.Malformed;
    }

    private Route route(String path) {
        return switch (path) {
            case "/v1/catalog/services" -> this::services;
            case "/v1/agent/self" -> _ -> json(ConsulJson.self(SPOKEN_VERSION));
            case "/v1/status/leader" -> _ -> leader();
            case "/v1/status/peers" -> _ -> json(Json.bytes(List.of(LEADER)));
            default -> routeOfService(path);
        };
    }

    private Route routeOfService(String path) {
        int slash = Math.max(0, path.lastIndexOf('/'));
        var service = ConsulText.decoded(path.substring(slash + 1));
        if (service.isEmpty()) {
            return NOT_FOUND;
        }
        return switch (path.substring(0, slash)) {
            case "/v1/health/service" -> request -> health(service, request);
            case "/v1/catalog/service" -> request -> catalog(service, request);
            default -> NOT_FOUND;
        };
    }

    private Response health(String service, Request request)
            throws InterruptedException, BlockingQuery.Malformed {
        var query = BlockingQuery.of(request, random);
        boolean passing = isPassing(request);
        var refusal = refusal(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var snapshot = snapshot(service, query);
        var body = hasTag(request) ? NOTHING : snapshot.health(passing);
        return indexed(json(body), snapshot.index());
    }

    private Response catalog(String service, Request request)
            throws InterruptedException, BlockingQuery.Malformed {
        var query = BlockingQuery.of(request, random);
        var refusal = refusal(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var snapshot = snapshot(service, query);
        var body =
                hasTag(request)
                        ? NOTHING
                        : ConsulJson.catalog(snapshot.service(), snapshot.registrations());
        return indexed(json(body), snapshot.index());
    }

    private Response services(Request request)
            throws InterruptedException, BlockingQuery.Malformed {
        var query = BlockingQuery.of(request, random);
        var refusal = refusal(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var names =
                query.waits()
                        ? registry.names().await(query.seen(), query.longest())
                        : registry.names().now();
        var tagsByName = new TreeMap<String, List<String>>();
        names.names().forEach(name -> tagsByName.put(name, List.of()));
        return indexed(json(Json.bytes(tagsByName)), names.index());
    }

    private ServiceSnapshot snapshot(String service, BlockingQuery query)
            throws InterruptedException {
        return query.waits()
                ? registry.await(service, query.seen(), query.longest())
                : registry.snapshot(service);
    }

    private Response leader() {
        return json(Json.bytes(registry.isOpen() ? LEADER : ""));
    }

    /** What Consul would answer, and this cannot: to leave it out would be a wrong answer. */
    private Optional<Response> refusal(Request request) {
        if (!registry.isOpen()) {
            return Optional.of(ConsulText.of(500, "No cluster leader"));
        }
        var datacenter = request.query("dc").orElse("");
        if (!datacenter.isEmpty() && !datacenter.equals(ConsulJson.DATACENTER)) {
            return Optional.of(ConsulText.of(500, "No path to datacenter"));
        }
        return NOT_UNDERSTOOD.stream()
                .filter(each -> request.query(each).filter(value -> !value.isEmpty()).isPresent())
                .findFirst()
                .map(each -> ConsulText.of(400, "This registry does not understand ?" + each));
    }

    /** No endpoint has a tag, so asking for one leaves none. */
    private static boolean hasTag(Request request) {
        return request.queryAll("tag").stream().anyMatch(tag -> !tag.isEmpty());
    }

    /**
     * Whether the request was made to this machine by a name that is its own: a web page whose name
     * was made to point here (DNS rebinding) has a browser send that name.
     */
    private static boolean isForUs(Request request) {
        return request.header("Host").map(OUR_HOST::matcher).map(Matcher::matches).orElse(true);
    }

    private static boolean isPassing(Request request) throws BlockingQuery.Malformed {
        var passing = request.query("passing");
        return switch (passing.orElse("false").toLowerCase(Locale.ROOT)) {
            case "", "1", "t", "true" -> true;
            case "0", "f", "false" -> false;
            default ->
                    throw new BlockingQuery.Malformed(
                            "Invalid value for ?passing: expected true or false");
        };
    }

    private static Response indexed(Response response, long index) {
        return response.withHeader("X-Consul-Index", Long.toString(index))
                .withHeader("X-Consul-KnownLeader", "true")
                .withHeader("X-Consul-LastContact", "0");
    }

    private static Response json(byte[] body) {
        return Response.of(200)
                .withHeader("Content-Type", "application/json")
                .withBody(Body.of(body));
    }
}
