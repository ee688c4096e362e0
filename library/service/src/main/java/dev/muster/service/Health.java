package dev.muster.service;

import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a service is alive, and ready for requests. Thread-safe. */
final class Health {
    private static final Duration CHECK_LIMIT = Duration.ofSeconds(1);

    private final Map<String, Check> checks;
    private volatile String state = "starting";

    private record Status(String status, Map<String, String> failing) {}

    Health(Map<String, Check> checks) {
        this.checks = new LinkedHashMap<>(checks);
    }

    void started() {
        state = "ready";
    }

    void stopping() {
        state = "stopping";
    }

    /** That the process answers is all there is to say. */
    Response live(Request request) {
        return Response.text("alive\n");
    }

    Response ready(Request request) throws InterruptedException {
        var now = state;
        if (!now.equals("ready")) {
            return Json.response(503, new Status(now, Map.of()));
        }
        var failing = failing();
        return failing.isEmpty()
                ? Json.response(new Status("ready", Map.of()))
                : Json.response(503, new Status("not ready", failing));
    }

    private Map<String, String> failing() throws InterruptedException {
        var running = new LinkedHashMap<String, FutureTask<Boolean>>();
        checks.forEach(
                (name, check) -> {
                    var task = new FutureTask<>(check::passes);
                    running.put(name, task);
                    Thread.startVirtualThread(task);
                });
        var failing = new LinkedHashMap<String, String>();
        for (var check : running.entrySet()) {
            var reason = reason(check.getValue());
            if (!reason.isEmpty()) {
                failing.put(check.getKey(), reason);
            }
        }
        return failing;
    }

    /** Why a check failed; empty if it passed. */
    private static String reason(FutureTask<Boolean> check) throws InterruptedException {
        try {
            return check.get(CHECK_LIMIT.toMillis(), TimeUnit.MILLISECONDS) ? "" : "not there";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        } catch (TimeoutException e) {
            check.cancel(true);
            return "no answer within " + CHECK_LIMIT.toSeconds() + " s";
        }
    }
}
