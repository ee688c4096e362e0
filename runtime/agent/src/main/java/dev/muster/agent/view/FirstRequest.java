package dev.muster.agent.view;

import dev.muster.agent.backend.AgentBackend;
import dev.muster.fleet.FleetSpec;
import dev.muster.supervisor.FleetStatus;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds a path that is worth somebody's first request. Each route is asked once by GET, through the
 * gateway, when its service first is ready, and only what was answered is suggested.
 */
public final class FirstRequest {
    private static final int LONGEST_WAIT = 3000;
    private static final int UNAVAILABLE = 503;
    private static final int NO_HTTP = 0;
    private static final int NOT_YET = -1;
    private static final int TRIES = 10;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final FleetSpec fleet;
    private final int gatewayPort;
    private final AgentBackend backend;
    private final Set<String> asked = new HashSet<>();
    private volatile CompletableFuture<?> underWay = CompletableFuture.completedFuture(null);
    private @Nullable Answer best;

    public FirstRequest(FleetSpec fleet, int gatewayPort, AgentBackend backend) {
        this.fleet = fleet;
        this.gatewayPort = gatewayPort;
        this.backend = backend;
    }

    /**
     * @param order of the route in the fleet file
     */
    private record Answer(String path, int status, int order) {
        /** A page of its own reads better in a terminal than a redirect or a whole site. */
        static final Comparator<Answer> WORSE_TO_BETTER =
                Comparator.comparing((Answer answer) -> answer.status() == 200)
                        .thenComparing(answer -> !answer.path().equals("/"))
                        .thenComparing(Comparator.comparingInt(Answer::order).reversed());
    }

    /** Called by one thread. */
    public void changed(FleetStatus status) {
        int order = 0;
        for (var service : fleet.services().values()) {
            boolean isReady =
                    status.service(service.name()).filter(each -> each.ready() > 0).isPresent();
            for (var route : service.prefixes()) {
                if (isReady && asked.add(route)) {
                    ask(route, order);
                }
                order++;
            }
        }
    }

    /** The best path so far. Any thread. */
    public synchronized Optional<String> path() {
        return Optional.ofNullable(best).map(Answer::path);
    }

    /** Waits for answers that are under way, but not for long. Any thread. */
    public void await(Duration longest) {
        try {
            underWay.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // What comes later is suggested by the next screen.
        }
    }

    private void ask(String route, int order) {
        var answered = new CompletableFuture<@Nullable Void>();
        underWay = CompletableFuture.allOf(underWay, answered);
        backend.thread(
                        "first-request " + route,
                        () -> {
                            try {
                                note(new Answer(route, status(route), order));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                answered.complete(null);
                            }
                        })
                .start();
    }

    /**
     * The gateway learns of a ready replica a moment later than we do, and until then says when to
     * ask again. A service's own 503 is an answer: to ask for it again and again would count as
     * failed traffic.
     */
    private int status(String route) throws InterruptedException {
        int status = NOT_YET;
        for (int tries = 0; tries < TRIES && status == NOT_YET; tries++) {
            status = statusNow(route);
            if (status == NOT_YET) {
                backend.pause().of(PAUSE);
            }
        }
        return status;
    }

    private int statusNow(String route) {
        try {
            var url = URI.create("http://127.0.0.1:" + gatewayPort + route).toURL();
            var connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(LONGEST_WAIT);
            connection.setReadTimeout(LONGEST_WAIT);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("User-Agent", "muster");
            try {
                int status = connection.getResponseCode();
                boolean isLater =
                        status == UNAVAILABLE && connection.getHeaderField("Retry-After") != null;
                return isLater ? NOT_YET : status;
            } finally {
                connection.disconnect();
            }
        } catch (IOException | IllegalArgumentException noAnswer) {
            return NO_HTTP;
        }
    }

    private synchronized void note(Answer answer) {
        boolean isWorthIt = answer.status() >= 200 && answer.status() < 400;
        if (isWorthIt && (best == null || Answer.WORSE_TO_BETTER.compare(answer, best) > 0)) {
            best = answer;
        }
    }
}
