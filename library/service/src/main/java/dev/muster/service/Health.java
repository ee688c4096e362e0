package dev.muster.service;

import dev.muster.discovery.WatchBackend;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether a service is alive, and ready for requests. Thread-safe. */
final class Health {
    /** What all checks of a probe may take together: whoever probes waits no longer either. */
    private static final Duration CHECK_LIMIT = Duration.ofSeconds(1);

    private final WatchBackend backend;
    private final List<ReadinessCheck> checks;
    private volatile State state = State.STARTING;

    private enum State {
        STARTING,
        READY,
        STOPPING
    }

    private record Status(String status) {}

    /**
     * @param backend has the time and the threads of the checks
     */
    Health(Map<String, Check> checks, WatchBackend backend) {
        this.backend = backend;
        this.checks =
                checks.entrySet().stream()
                        .map(each -> new ReadinessCheck(each.getKey(), each.getValue(), backend))
                        .toList();
    }

    void started() {
        state = State.READY;
    }

    void stopping() {
        state = State.STOPPING;
    }

    /** That the process answers is all there is to say. */
    Response live(Request request) {
        return Response.text("alive\n");
    }

    /**
     * 200, or a problem whose detail is one sentence and whose member {@code failing} has the words
     * of each check that fails, by its name.
     */
    Response ready(Request request) throws InterruptedException {
        switch (state) {
            case STARTING -> throw HttpProblem.of(503, "it is starting");
            case STOPPING -> throw HttpProblem.of(503, "it is stopping");
            case READY -> {}
        }
        var failing = failing();
        if (!failing.isEmpty()) {
            var sentence =
                    failing.entrySet().stream()
                            .map(check -> check.getKey() + ": " + check.getValue())
                            .collect(Collectors.joining("; "));
            throw HttpProblem.of(503, sentence).withExtension("failing", failing);
        }
        return Json.response(new Status("ready"));
    }

    /** Whether {@link #ready} would say so. */
    boolean isReady() {
        try {
            return state == State.READY && failing().isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Map<String, String> failing() throws InterruptedException {
        checks.forEach(ReadinessCheck::begin);
        long end = backend.nanoTime() + CHECK_LIMIT.toNanos();
        var failing = new LinkedHashMap<String, String>();
        for (var check : checks) {
            var why = check.failure(Duration.ofNanos(Math.max(0, end - backend.nanoTime())));
            why.ifPresent(words -> failing.put(check.name(), words));
        }
        return failing;
    }
}
