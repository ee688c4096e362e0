package dev.muster.service;

import dev.muster.client.ClientConfig;
import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.server.Router;
import dev.muster.telemetry.Metrics;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a service is made of, said within {@link Service#create}: its routes, and every facility it
 * uses. What is not asked for is not started. Not thread-safe, and of no use once the service runs.
 *
 * <p>A path's segments are literals, {@code {name}} for one segment, or at the end {@code
 * {name...}} for the rest of the path. Adding a route throws {@link
 * dev.muster.server.ServerException} where it cannot be read or another answers the same requests.
 */
public final class Setup {
    private final Environment environment;
    private final Surroundings surroundings;
    private final Metrics metrics;
    private final Router.Builder routes = Router.builder();
    private final List<Filter> filters = new ArrayList<>();
    private final Map<String, Check> checks = new LinkedHashMap<>();
    private final List<Hook> startHooks = new ArrayList<>();
    private final List<Hook> stopHooks = new ArrayList<>();
    private final List<Recurring> recurring = new ArrayList<>();

    Setup(Environment environment, Surroundings surroundings, Metrics metrics) {
        this.environment = environment;
        this.surroundings = surroundings;
        this.metrics = metrics;
    }

    public Setup get(String path, Responder responder) {
        return handle("GET", path, Results.handler(responder));
    }

    public Setup post(String path, Responder responder) {
        return handle("POST", path, Results.handler(responder));
    }

    /** Reads the body from JSON; one that is not of this type is answered with 400. */
    public <B> Setup post(String path, Class<B> type, BodyResponder<B> responder) {
        return post(path, type, (body, _) -> responder.respond(body));
    }

    /** Reads the body from JSON; one that is not of this type is answered with 400. */
    public <B> Setup post(String path, Class<B> type, FullResponder<B> responder) {
        return handle("POST", path, Results.handler(type, responder));
    }

    public Setup put(String path, Responder responder) {
        return handle("PUT", path, Results.handler(responder));
    }

    /** Reads the body from JSON; one that is not of this type is answered with 400. */
    public <B> Setup put(String path, Class<B> type, BodyResponder<B> responder) {
        return put(path, type, (body, _) -> responder.respond(body));
    }

    /** Reads the body from JSON; one that is not of this type is answered with 400. */
    public <B> Setup put(String path, Class<B> type, FullResponder<B> responder) {
        return handle("PUT", path, Results.handler(type, responder));
    }

    public Setup patch(String path, Responder responder) {
        return handle("PATCH", path, Results.handler(responder));
    }

    /** Reads the body from JSON; one that is not of this type is answered with 400. */
    public <B> Setup patch(String path, Class<B> type, BodyResponder<B> responder) {
        return patch(path, type, (body, _) -> responder.respond(body));
    }

    /** Reads the body from JSON; one that is not of this type is answered with 400. */
    public <B> Setup patch(String path, Class<B> type, FullResponder<B> responder) {
        return handle("PATCH", path, Results.handler(type, responder));
    }

    public Setup delete(String path, Responder responder) {
        return handle("DELETE", path, Results.handler(responder));
    }

    /** Adds a route for any method there is. */
    public Setup handle(String method, String path, Handler handler) {
        routes.route(method, path, handler);
        return this;
    }

    /**
     * Adds a route whose handler never blocks. It runs on the event loop, which is faster, and
     * stalls every other connection of that loop for as long as it takes.
     */
    public Setup nonBlocking(String method, String path, Handler handler) {
        routes.nonBlocking(method, path, handler);
        return this;
    }

    /** Answers what no route matches, {@code OPTIONS *} too, in place of a 404. */
    public Setup otherwise(Responder responder) {
        routes.otherwise(Results.handler(responder));
        return this;
    }

    /**
     * Serves the files of a folder on the class path.
     *
     * @param path such as {@code /assets}, under which they are found
     * @param folder such as {@code public}, in {@code src/main/resources}
     */
    public Setup files(String path, String folder) {
        var loader = Thread.currentThread().getContextClassLoader();
        return handle("GET", path + "/{file...}", new ClasspathFiles(folder, loader));
    }

    /** Wraps every route but those of health and metrics; the first added is outermost. */
    public Setup filter(Filter filter) {
        filters.add(filter);
        return this;
    }

    /** Has the service not be ready while a check fails. */
    public Setup readiness(String name, Check check) {
        checks.put(name, check);
        return this;
    }

    /** To be done before the first request, in order. A throw keeps the service from starting. */
    public Setup onStart(Hook hook) {
        startHooks.add(hook);
        return this;
    }

    /** To be done after the last request and recurring task; the last added comes first. */
    public Setup onStop(Hook hook) {
        stopHooks.add(hook);
        return this;
    }

    /** Runs a task once the service is ready, and again a pause after each time it is done. */
    public Setup every(Duration pause, Hook task) {
        recurring.add(new Recurring(pause, task));
        return this;
    }

    /**
     * A client of another service: calls by its name, balanced over its replicas, traced, and sent
     * again where that is safe.
     *
     * @param type an interface annotated with {@link dev.muster.client.Peer}
     * @throws IllegalArgumentException if the interface has a mistake; names the method
     * @throws ServiceException if what says where that service is cannot be read; where nothing
     *     says so, calls fail and the rest of this service works
     */
    public <T> T client(Class<T> type) {
        return surroundings.peers().client(type);
    }

    /**
     * A client with limits of its own: {@code s.client(Bank.class, c ->
     * c.withDeadline(Duration.ofSeconds(30)))}.
     *
     * @param limits what to change of {@link ClientConfig#STANDARD}
     * @throws IllegalArgumentException as {@link #client(Class)} does
     * @throws ServiceException as {@link #client(Class)} does
     */
    public <T> T client(Class<T> type, UnaryOperator<ClientConfig> limits) {
        return surroundings.peers().client(type, limits.apply(ClientConfig.STANDARD));
    }

    /**
     * The calls to another service as a handler, which answers with whatever that service answered.
     *
     * @throws ServiceException if what says where that service is cannot be read
     */
    public Handler client(String service) {
        return surroundings.peers().handler(service);
    }

    /** What this service counts and measures besides its requests and calls. */
    public Metrics metrics() {
        return metrics;
    }

    /**
     * An environment variable.
     *
     * @throws ServiceException if it is not set
     */
    public String config(String name) {
        return environment.require(name);
    }

    /** An environment variable, if it is set. */
    public Optional<String> findConfig(String name) {
        return environment.find(name);
    }

    /**
     * The address of a service that this one needs: the variable {@code ORDERS_DB_URL} for {@code
     * orders-db}. Needed only to reach what is not called through a client.
     *
     * @throws ServiceException if it is not set, or no URL
     */
    public URI url(String need) {
        return environment.url(need);
    }

    /**
     * The address of a service that this one can do without, if it is set.
     *
     * @throws ServiceException if it is no URL
     */
    public Optional<URI> findUrl(String need) {
        return environment.findUrl(need);
    }

    Router.Builder routes() {
        return routes;
    }

    List<Filter> filters() {
        return filters;
    }

    Map<String, Check> checks() {
        return checks;
    }

    List<Hook> startHooks() {
        return startHooks;
    }

    List<Hook> stopHooks() {
        return stopHooks;
    }

    List<Recurring> recurring() {
        return recurring;
    }
}
