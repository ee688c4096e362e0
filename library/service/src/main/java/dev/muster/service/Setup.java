package dev.muster.service;

import dev.muster.client.ClientConfig;
import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.ScalarType;
import dev.muster.json.Json;
import dev.muster.json.JsonType;
import dev.muster.server.RouteLimits;
import dev.muster.server.Router;
import dev.muster.telemetry.Count;
import dev.muster.telemetry.Metrics;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
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
    private final Map<Class<?>, Function<Throwable, HttpProblem>> problems = new LinkedHashMap<>();
    private final Map<String, Check> checks = new LinkedHashMap<>();
    private final List<Hook> startHooks = new ArrayList<>();
    private final List<Hook> stopHooks = new ArrayList<>();
    private final List<Recurring> recurring = new ArrayList<>();
    private @Nullable Count taskFailures;

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
        return post(path, JsonType.of(type), responder);
    }

    /** Reads the body from JSON, such as a list: {@code JsonType.listOf(NewOrder.class)}. */
    public <B> Setup post(String path, JsonType<B> type, BodyResponder<B> responder) {
        return post(path, type, (body, _) -> responder.respond(body));
    }

    /** Reads the body from JSON, such as a list: {@code JsonType.listOf(NewOrder.class)}. */
    public <B> Setup post(String path, JsonType<B> type, FullResponder<B> responder) {
        return read("POST", path, type, responder);
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
        return put(path, JsonType.of(type), responder);
    }

    /** Reads the body from JSON, such as a list: {@code JsonType.listOf(NewOrder.class)}. */
    public <B> Setup put(String path, JsonType<B> type, BodyResponder<B> responder) {
        return put(path, type, (body, _) -> responder.respond(body));
    }

    /** Reads the body from JSON, such as a list: {@code JsonType.listOf(NewOrder.class)}. */
    public <B> Setup put(String path, JsonType<B> type, FullResponder<B> responder) {
        return read("PUT", path, type, responder);
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
        return patch(path, JsonType.of(type), responder);
    }

    /** Reads the body from JSON, such as a list: {@code JsonType.listOf(NewOrder.class)}. */
    public <B> Setup patch(String path, JsonType<B> type, BodyResponder<B> responder) {
        return patch(path, type, (body, _) -> responder.respond(body));
    }

    /** Reads the body from JSON, such as a list: {@code JsonType.listOf(NewOrder.class)}. */
    public <B> Setup patch(String path, JsonType<B> type, FullResponder<B> responder) {
        return read("PATCH", path, type, responder);
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

    /**
     * Has a route that was added allow more or less than the others, whose requests have bodies of
     * 1 MiB at most and as much time as they take:
     *
     * {@snippet :
     * s.post("/pictures", pictures::add)
     *         .limits("POST", "/pictures", limits -> limits.withMaxBodyBytes(64 << 20)
     *                 .withDeadline(Duration.ofMinutes(2)));
     * }
     *
     * <p>Past its deadline a request is answered 503, or cut where its answer has begun; its thread
     * is interrupted, and clients that it calls wait no longer either.
     *
     * @throws dev.muster.server.ServerException if there is no such route yet
     */
    public Setup limits(String method, String path, UnaryOperator<RouteLimits> limits) {
        routes.limits(method, path, limits.apply(RouteLimits.none()));
        return this;
    }

    /**
     * Answers what no route matches, {@code OPTIONS *} too, in place of a 404.
     *
     * @throws dev.muster.server.ServerException if something answers it already
     */
    public Setup otherwise(Responder responder) {
        routes.otherwise(Results.handler(responder));
        return this;
    }

    /**
     * Serves the files of a folder on the class path, with entity tags, conditional requests and
     * ranges.
     *
     * @param path such as {@code /assets}, under which they are found; {@code /} for all paths that
     *     no other route answers
     * @param folder such as {@code public}, in {@code src/main/resources}
     * @throws ServiceException if there is no such folder
     */
    public Setup files(String path, String folder) {
        if (path.length() > 1 && path.endsWith("/")) {
            throw ServiceException.description(
                    "files(\"" + path + "\", ...) ends in a slash; leave it out");
        }
        var loader = Thread.currentThread().getContextClassLoader();
        var below = path.equals("/") ? "/{file...}" : path + "/{file...}";
        return handle("GET", below, new ClasspathFiles(folder, loader, surroundings.now()));
    }

    /**
     * Wraps every route but those of health and metrics; the first added is outermost. What is
     * thrown within a filter has become the problem that the client will be told when the filter
     * sees it, so that it can add to that as well:
     *
     * {@snippet :
     * s.filter((request, next) -> next.handle(request).withHeader("X-Frame-Options", "DENY"));
     * }
     */
    public Setup filter(Filter filter) {
        filters.add(filter);
        return this;
    }

    /**
     * Says what clients are told where a handler or filter throws this type: {@code
     * s.problem(OutOfStock.class, e -> HttpProblem.conflict(e.getMessage()))}. Filters see the
     * answer that it becomes. Of a type and its supertypes the nearest one that is named counts.
     *
     * @throws ServiceException if the type is named twice
     */
    public <E extends Exception> Setup problem(Class<E> type, Function<E, HttpProblem> problem) {
        Function<Throwable, HttpProblem> untyped = e -> problem.apply(type.cast(e));
        if (problems.putIfAbsent(type, untyped) != null) {
            throw ServiceException.description(
                    "problem(" + type.getSimpleName() + ") is said twice; say it once");
        }
        return this;
    }

    /**
     * Has the service not be ready while a check fails. All checks run at the same time, with each
     * probe, and have one second; what they throw is told by {@code /health/ready} under their
     * name.
     *
     * @throws ServiceException if another check has this name
     */
    public Setup readiness(String name, Check check) {
        if (checks.putIfAbsent(name, check) != null) {
            throw ServiceException.description("two readiness checks are named \"" + name + "\"");
        }
        return this;
    }

    /**
     * To be done before the first request, in order. A throw keeps the service from starting: its
     * message is what whoever started it reads.
     */
    public Setup onStart(Hook hook) {
        startHooks.add(hook);
        return this;
    }

    /** To be done after the last request and recurring task; the last added comes first. */
    public Setup onStop(Hook hook) {
        stopHooks.add(hook);
        return this;
    }

    /**
     * Runs a task once the service is ready, and again a pause after each time it is done. Whatever
     * it throws is logged, counted in {@code recurring_task_failures_total}, and ends that run
     * alone.
     */
    public Setup every(Duration pause, Hook task) {
        if (taskFailures == null) {
            taskFailures =
                    metrics.counter(
                            "recurring_task_failures_total",
                            "Runs of recurring tasks that failed.",
                            "every");
        }
        recurring.add(new Recurring(pause, task, taskFailures, surroundings.backend()));
        return this;
    }

    /**
     * Runs tasks beside each other for the request that hands them over, each on a virtual thread
     * of its own. They work in its {@link dev.muster.http.Scope} and log with its MDC, so that what
     * they call and write down belongs to its trace:
     *
     * {@snippet :
     * var tasks = s.executor();
     * s.get("/page/{id}", request -> {
     *     var id = request.param("id");
     *     var stock = tasks.submit(() -> warehouse.stock(id));
     *     return new Page(catalog.product(id), stock.get());
     * });
     * }
     *
     * <p>Thread-safe. It is closed with the service, which waits for no task.
     */
    public ExecutorService executor() {
        return surroundings.executor();
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

    /**
     * An environment variable as a value of {@code type}: {@code s.config("PAGE_SIZE", int.class)}.
     *
     * @throws ServiceException if it is not set, or is none
     * @throws IllegalArgumentException if the type is no {@link ScalarType}
     */
    public <T> T config(String name, Class<T> type) {
        return environment.require(name, ScalarType.of(type)::read);
    }

    /**
     * An environment variable as {@code reader} reads it: {@code s.config("REGION", Region::of)}.
     *
     * @throws ServiceException if it is not set, or the reader throws an {@link
     *     IllegalArgumentException} or a {@link java.time.DateTimeException}, whose message says
     *     what is expected
     */
    public <T> T config(String name, Function<String, T> reader) {
        return environment.require(name, reader);
    }

    /** An environment variable, if it is set. */
    public Optional<String> findConfig(String name) {
        return environment.find(name);
    }

    /**
     * An environment variable as a value of {@code type}, if it is set: {@code
     * s.findConfig("PAGE_SIZE", int.class).orElse(20)}.
     *
     * @throws ServiceException if it is set and is none
     * @throws IllegalArgumentException if the type is no {@link ScalarType}
     */
    public <T> Optional<T> findConfig(String name, Class<T> type) {
        return environment.find(name, ScalarType.of(type)::read);
    }

    /**
     * An environment variable as {@code reader} reads it, if it is set.
     *
     * @throws ServiceException as {@link #config(String, Function)} does, if it is set
     */
    public <T> Optional<T> findConfig(String name, Function<String, T> reader) {
        return environment.find(name, reader);
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
     * @throws ServiceException if it is not a URL
     */
    public Optional<URI> findUrl(String need) {
        return environment.findUrl(need);
    }

    Router.Builder routes() {
        return routes;
    }

    Map<Class<?>, Function<Throwable, HttpProblem>> problems() {
        return problems;
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

    /** A body that no request could be read as is refused here, and not at the first request. */
    private <B> Setup read(
            String method, String path, JsonType<B> type, FullResponder<B> responder) {
        try {
            Json.requireReadable(type);
        } catch (IllegalArgumentException e) {
            throw ServiceException.description(
                    "the body of " + method + " " + path + ": " + e.getMessage());
        }
        return handle(method, path, Results.handler(type, responder));
    }
}
