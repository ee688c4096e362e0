package dev.muster.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.muster.control.FleetView;
import dev.muster.control.LogLine;
import dev.muster.control.SessionView;
import dev.muster.http.Body;
import dev.muster.http.Handler;
import dev.muster.http.Headers;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The control API as the pages see it, with a fleet that a test decides. */
final class FakeAgent implements AutoCloseable {
    static final String TOKEN = "spend-me-once";

    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

    private final Handler dashboard = Dashboard.handler(Instant.EPOCH);
    private final JsonMapper json = JsonMapper.builder().build();
    private final List<String> posts = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<LogLine> lines = new ArrayList<>();
    private final Set<BlockingQueue<Object>> fleetStreams = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<BlockingQueue<Object>, Predicate<LogLine>> logStreams =
            new ConcurrentHashMap<>();
    private volatile FleetView fleet;
    private volatile String actionProblem = "";
    private volatile boolean failing;
    private volatile boolean silent;
    private volatile String session = "the-first-session";
    private HttpServer server;

    private FakeAgent(int port, FleetView fleet) {
        this.fleet = fleet;
        this.server = serve(port);
    }

    /**
     * @param port 0 for any that is free
     */
    static FakeAgent start(int port, FleetView fleet) {
        return new FakeAgent(port, fleet);
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    String signInUrl() {
        return url() + "/#token=" + TOKEN;
    }

    int port() {
        return server.getAddress().getPort();
    }

    void show(FleetView view) {
        fleet = view;
        fleetStreams.forEach(stream -> stream.add(view));
    }

    synchronized void write(LogLine line) {
        lines.add(line);
        logStreams.forEach(
                (stream, wanted) -> {
                    if (wanted.test(line)) {
                        stream.add(line);
                    }
                });
    }

    /** From now on actions are refused with this sentence; with an empty one they succeed. */
    void refuseActions(String detail) {
        actionProblem = detail;
    }

    /** From now on the fleet cannot be read, or can be again. */
    void fail(boolean failing) {
        this.failing = failing;
    }

    /** Accepts streams of the fleet from now on and says nothing on them, or speaks on new ones. */
    void keepSilent(boolean silent) {
        this.silent = silent;
    }

    /** What was posted: method, path and body, in order. */
    List<String> posts() {
        return posts;
    }

    /** Every path that was asked for, query included. */
    List<String> paths() {
        return paths;
    }

    /** Closes the port and every connection, as the death of an agent does. */
    void die() {
        server.stop(0);
        fleetStreams.clear();
        logStreams.clear();
    }

    /**
     * Serves again where it did before, and knows no session any more, as an agent that was started
     * anew.
     */
    void riseAnew() {
        session = "the-session-of-the-next-agent";
        rise();
    }

    /** Serves again where it did before. */
    void rise() {
        server = serve(port());
    }

    @Override
    public void close() {
        die();
    }

    private HttpServer serve(int port) {
        try {
            var started =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/", this::answer);
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = requestOf(exchange);
        paths.add(request.target());
        try (exchange) {
            try {
                if (request.path().startsWith("/api/")) {
                    answerApi(exchange, request);
                } else {
                    sendFile(exchange, request);
                }
            } catch (HttpProblem problem) {
                var document = Map.of("title", problem.title(), "detail", problem.detail());
                send(exchange, problem.status(), document);
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private void sendFile(HttpExchange exchange, Request request) throws Exception {
        var response = dashboard.handle(request);
        response.headers()
                .forEach(field -> exchange.getResponseHeaders().add(field.name(), field.value()));
        var content = response.body().bytes();
        exchange.sendResponseHeaders(response.status(), content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    private void answerApi(HttpExchange exchange, Request request) throws Exception {
        if (request.method().equals("POST")) {
            posts.add(request + " " + request.body().text());
        }
        if (request.path().equals("/api/v1/session")) {
            signIn(exchange, request);
            return;
        }
        if (!request.header("Authorization").equals(Optional.of("Bearer " + session))) {
            throw HttpProblem.of(401, "This needs the token in .muster/token.");
        }
        switch (request.path()) {
            case "/api/v1/fleet" -> send(exchange, 200, fleet);
            case "/api/v1/fleet/stream" -> streamFleet(exchange);
            case "/api/v1/logs" -> streamLogs(exchange, wanted(request));
            default -> answerService(exchange, request);
        }
    }

    private void signIn(HttpExchange exchange, Request request) throws IOException {
        if (!request.body().text().contains(TOKEN)) {
            throw HttpProblem.of(401, "This token was used before.");
        }
        send(exchange, 200, new SessionView(session));
    }

    private void answerService(HttpExchange exchange, Request request) throws IOException {
        var path = URLDecoder.decode(request.path(), StandardCharsets.UTF_8);
        var parts = path.split("/", -1);
        var service = parts.length > 5 ? parts[4] : "";
        var action = parts.length > 5 ? parts[5] : "";
        switch (action) {
            case "explain" -> send(exchange, 200, SampleFleet.explain(fleet, service));
            case "restart", "scale" -> {
                if (!actionProblem.isEmpty()) {
                    throw HttpProblem.conflict(actionProblem);
                }
                send(exchange, 200, Map.of("text", service + ": " + action + " done in 1.2 s."));
            }
            default -> throw HttpProblem.notFound("No such path of the control API.");
        }
    }

    private void streamFleet(HttpExchange exchange) throws Exception {
        if (failing) {
            throw HttpProblem.of(503, "The agent is ending.");
        }
        var stream = new LinkedBlockingQueue<Object>();
        if (!silent) {
            stream.add(fleet);
        }
        fleetStreams.add(stream);
        try {
            stream(exchange, "fleet", stream);
        } finally {
            fleetStreams.remove(stream);
        }
    }

    private void streamLogs(HttpExchange exchange, Predicate<LogLine> wanted) throws Exception {
        var stream = new LinkedBlockingQueue<Object>();
        synchronized (this) {
            lines.stream().filter(wanted).forEach(stream::add);
            logStreams.put(stream, wanted);
        }
        try {
            stream(exchange, "log", stream);
        } finally {
            logStreams.remove(stream);
        }
    }

    private void stream(HttpExchange exchange, String event, BlockingQueue<Object> stream)
            throws Exception {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().add("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        while (true) {
            var next = stream.poll(500, TimeUnit.MILLISECONDS);
            var text =
                    next == null
                            ? ": still here\n\n"
                            : "event: "
                                    + event
                                    + "\ndata: "
                                    + json.writeValueAsString(next)
                                    + "\n\n";
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private static Predicate<LogLine> wanted(Request request) {
        var service = request.query("service").orElse("");
        var replica = request.query("replica").orElse("");
        var grep = request.query("grep").orElse("").toLowerCase(Locale.ROOT);
        int least = LEVELS.indexOf(request.query("level").orElse("TRACE"));
        return line ->
                (service.isEmpty() || service.equals(line.service()))
                        && (replica.isEmpty() || replica.equals(line.replica()))
                        && (line.message().toLowerCase(Locale.ROOT).contains(grep)
                                || grep.equals(line.traceId()))
                        && (line.level() == null
                                ? least == 0
                                : LEVELS.indexOf(line.level()) >= least);
    }

    private void send(HttpExchange exchange, int status, Object value) throws IOException {
        var content = json.writeValueAsBytes(value);
        exchange.getResponseHeaders()
                .add(
                        "Content-Type",
                        status < 400 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
    }

    private static Request requestOf(HttpExchange exchange) throws IOException {
        var headers = new ArrayList<String>();
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                values.forEach(
                                        value -> {
                                            headers.add(name);
                                            headers.add(value);
                                        }));
        return Request.of(exchange.getRequestMethod(), exchange.getRequestURI().toString())
                .withHeaders(Headers.of(headers.toArray(String[]::new)))
                .withBody(Body.of(exchange.getRequestBody().readAllBytes()));
    }
}
