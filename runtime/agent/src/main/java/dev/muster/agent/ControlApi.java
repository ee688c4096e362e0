package dev.muster.agent;

import dev.muster.agent.text.EventText;
import dev.muster.agent.text.FleetText;
import dev.muster.agent.text.LogText;
import dev.muster.agent.text.Look;
import dev.muster.control.EventsView;
import dev.muster.control.FleetView;
import dev.muster.control.LogLine;
import dev.muster.control.Outcome;
import dev.muster.control.ServiceView;
import dev.muster.control.SessionView;
import dev.muster.http.Body;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.server.Problems;
import dev.muster.server.Router;
import dev.muster.store.LogQuery;
import dev.muster.telemetry.Metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The control API: every view as JSON for programs and as text for terminals, and the orders. It
 * decides nothing; it asks the parts of the agent and words their answers.
 */
final class ControlApi {
    /** Trades a one-time token for a session. */
    static final String SESSION = "/api/session";

    /** Figures for Prometheus. */
    static final String METRICS = "/metrics";

    private static final int EVENTS = 50;
    private static final Duration SEND_AT_LEAST_EVERY = Duration.ofSeconds(1);
    private static final Duration SEND_AT_MOST_EVERY = Duration.ofMillis(100);

    private final FleetViews views;
    private final Explainer explainer;
    private final LogReader logs;
    private final EventLog events;
    private final Orders orders;
    private final Sessions sessions;
    private final StartAccount account;
    private final Owner owner;
    private final Changes changes;
    private final Metrics metrics;

    ControlApi(Parts parts) {
        this.views = parts.views();
        this.explainer = parts.explainer();
        this.logs = parts.logs();
        this.events = parts.events();
        this.orders = parts.orders();
        this.sessions = parts.sessions();
        this.account = parts.account();
        this.owner = parts.owner();
        this.changes = parts.changes();
        this.metrics = parts.metrics();
    }

    /** What the API is made of. */
    record Parts(
            FleetViews views,
            Explainer explainer,
            LogReader logs,
            EventLog events,
            Orders orders,
            Sessions sessions,
            StartAccount account,
            Owner owner,
            Changes changes,
            Metrics metrics) {}

    /**
     * The API behind its checks.
     *
     * @param page answers what is no route of the API, without credentials
     */
    Router served(Handler page) {
        return Router.builder()
                .otherwise(page)
                .route("GET", "/api/fleet", this::fleet)
                .route("GET", "/api/fleet/stream", request -> fleetStream())
                .route("GET", "/api/up", request -> EventStream.response(account::tell))
                .route("POST", "/api/up", request -> own())
                .route("GET", "/api/services/{name}/explain", this::explain)
                .route("POST", "/api/services/{name}/scale", this::scale)
                .route("POST", "/api/services/{name}/restart", this::restart)
                .route("GET", "/api/logs", this::logs)
                .route("GET", "/api/events", this::events)
                .route("POST", SESSION, this::session)
                .route("POST", "/api/session/token", this::oneTimeToken)
                .route("POST", "/api/down", this::down)
                .route("GET", METRICS, _ -> metrics.response())
                .build()
                .behind(Problems.filter(), new TextProblems(), new Access(sessions));
    }

    private Response fleet(Request request) {
        var screen = request.query("screen").orElse("");
        var fleet = screen.equals("first") ? views.firstLook() : views.fleet();
        if (!wantsText(request)) {
            return Json.response(fleet);
        }
        var look = look(request);
        return Response.text(
                switch (screen) {
                    case "services" -> FleetText.names(fleet);
                    case "difference" -> FleetText.difference(fleet, look);
                    case "first" -> firstScreen(request, fleet, look);
                    case "watch" -> FleetText.watch(fleet, look);
                    default -> FleetText.table(fleet, look);
                });
    }

    /** Who has keys draws the watched table below it. */
    private String firstScreen(Request request, FleetView fleet, Look look) {
        boolean withTable = request.query("keys").isEmpty();
        return FleetText.firstScreen(fleet, dashboardUrl(fleet), look, withTable);
    }

    private Response fleetStream() {
        return EventStream.response(
                stream -> {
                    long seen = 0;
                    while (true) {
                        stream.send("fleet", Json.text(views.fleet()));
                        // A burst of changes is one picture.
                        Thread.sleep(SEND_AT_MOST_EVERY);
                        seen = changes.await(seen, SEND_AT_LEAST_EVERY);
                    }
                });
    }

    /** The fleet is its caller's from here on: it ends when this stream does. */
    private Response own() {
        return EventStream.response(
                stream -> {
                    owner.arrived();
                    try {
                        account.tell(stream);
                    } finally {
                        owner.left();
                    }
                });
    }

    private Response explain(Request request) {
        var fleet = views.fleet();
        var explanation = explainer.explain(fleet, service(fleet, request.param("name")));
        return wantsText(request)
                ? Response.text(EventText.explanation(explanation, look(request)))
                : Json.response(explanation);
    }

    private Response scale(Request request) throws IOException {
        var service = service(views.fleet(), request.param("name"));
        var wanted = Json.read(request, Scale.class).replicas();
        return changed(request, () -> orders.scale(service.name(), wanted));
    }

    private record Scale(int replicas) {}

    private Response restart(Request request) {
        var service = service(views.fleet(), request.param("name"));
        return changed(request, () -> orders.restart(service.name()));
    }

    /** Who has edited the file may think that this was to apply it. */
    private Response changed(Request request, Supplier<String> order) {
        try {
            return outcome(request, withDifference(order.get()));
        } catch (HttpProblem refused) {
            throw HttpProblem.of(refused.status(), withDifference(refused.detail()));
        }
    }

    private String withDifference(String outcome) {
        var difference = views.fleet().fileDifference();
        return difference == null ? outcome : outcome + "\n" + difference;
    }

    private Response down(Request request) {
        return outcome(request, orders.down(request.query("force").isPresent()));
    }

    private Response logs(Request request) {
        var filter = logs.filter(request);
        if (request.query("follow").isPresent()) {
            return followed(request, filter);
        }
        var found = logs.read(filter);
        return wantsText(request)
                ? Response.text(LogText.of(found, look(request)))
                : Json.response(found);
    }

    private Response followed(Request request, LogQuery filter) {
        if (request.header("Accept").orElse("").startsWith("text/event-stream")) {
            return EventStream.response(
                    stream ->
                            logs.follow(
                                    filter,
                                    line -> stream.send("log", Json.text(line)),
                                    stream::keepAlive));
        }
        boolean text = wantsText(request);
        var look = look(request);
        Function<LogLine, String> written =
                text ? line -> LogText.of(line, look) : line -> Json.text(line) + "\n";
        return Response.of(200)
                .withHeader(
                        "Content-Type", text ? "text/plain; charset=utf-8" : "application/x-ndjson")
                .withBody(Body.streaming(out -> follow(filter, written, out)));
    }

    private void follow(LogQuery filter, Function<LogLine, String> written, OutputStream out)
            throws IOException {
        try {
            logs.follow(
                    filter,
                    line -> {
                        out.write(written.apply(line).getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    },
                    out::flush);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Response events(Request request) {
        var newest = events.newest(LogReader.limit(request, EVENTS));
        return wantsText(request)
                ? Response.text(EventText.events(Repeats.folded(newest), look(request)))
                : Json.response(new EventsView(newest));
    }

    /**
     * The session goes into the body and not into a cookie: browsers send a cookie to every port of
     * a host, and the fleet's own pages are on one.
     */
    private Response session(Request request) throws IOException {
        var given = Json.read(request, OneTimeToken.class).token();
        var session =
                sessions.exchange(given)
                        .orElseThrow(
                                () ->
                                        HttpProblem.of(
                                                401,
                                                "this link was used before or is too old; run"
                                                        + " `muster open` for a new one"));
        return Json.response(new SessionView(session));
    }

    private record OneTimeToken(String token) {}

    private Response oneTimeToken(Request request) {
        return outcome(request, dashboardUrl(views.fleet()));
    }

    private String dashboardUrl(FleetView fleet) {
        return fleet.dashboardUrl() + "/#token=" + sessions.newOneTimeToken();
    }

    private static ServiceView service(FleetView fleet, String name) {
        return fleet.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                HttpProblem.notFound(
                                        "fleet "
                                                + fleet.fleet()
                                                + " has no service \""
                                                + name
                                                + "\". It has: "
                                                + String.join(
                                                        ", ",
                                                        fleet.services().stream()
                                                                .map(ServiceView::name)
                                                                .toList())
                                                + (fleet.fileDifference() == null
                                                        ? ""
                                                        : ". " + fleet.fileDifference())));
    }

    private static Response outcome(Request request, String text) {
        return wantsText(request) ? Response.text(text + "\n") : Json.response(new Outcome(text));
    }

    static boolean wantsText(Request request) {
        return request.header("Accept").orElse("").startsWith("text/plain");
    }

    private static Look look(Request request) {
        int columns =
                request.query("columns")
                        .filter(c -> c.matches("\\d{1,4}"))
                        .map(Integer::parseInt)
                        .orElse(100);
        return new Look(columns, request.query("colour").isPresent());
    }
}
