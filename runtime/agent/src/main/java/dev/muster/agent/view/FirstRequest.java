package dev.muster.agent.view;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.muster.agent.backend.AgentBackend;
import dev.muster.fleet.FleetSpec;
import dev.muster.supervisor.FleetStatus;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Finds a path that is worth somebody's first request. Once the fleet has settled, the routes of
 * what is ready are asked through the gateway one after another, in the order of the fleet file,
 * until one answers 2xx; none is asked twice, since a route may do something and its failure counts
 * as traffic. Only what was answered is suggested.
 */
public final class FirstRequest {
    private static final int LONGEST_WAIT = 3000;
    private static final int NO_HTTP = 0;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");

    /** A page of its own reads better in a terminal than a whole site. */
    private static final Comparator<String> SITE_LAST =
            Comparator.comparing(route -> route.equals("/"));

    private final FleetSpec fleet;
    private final int gatewayPort;
    private final AgentBackend backend;
    private final Set<String> asked = new HashSet<>();
    private boolean hasSettled;
    private volatile CompletableFuture<?> underWay = CompletableFuture.completedFuture(null);
    private volatile @Nullable Answer best;

    public FirstRequest(FleetSpec fleet, int gatewayPort, AgentBackend backend) {
        this.fleet = fleet;
        this.gatewayPort = gatewayPort;
        this.backend = backend;
    }

    private record Answer(String path, int status) {
        boolean isSuccess() {
            return status / 100 == 2;
        }

        boolean isRedirect() {
            return status / 100 == 3;
        }
    }

    /** Called by one thread, when the gateway knows of what is ready. */
    public void changed(FleetStatus status) {
        hasSettled |= status.isSettled();
        if (!hasSettled || isFound()) {
            return;
        }
        var routes =
                fleet.services().values().stream()
                        .filter(service -> isReady(service.name(), status))
                        .flatMap(service -> service.prefixes().stream())
                        .filter(asked::add)
                        .sorted(SITE_LAST)
                        .toList();
        if (!routes.isEmpty()) {
            underWay =
                    underWay.thenRunAsync(
                            () -> ask(routes),
                            task -> backend.thread("first-request", task).start());
        }
    }

    /** The best path so far. Any thread. */
    public Optional<String> path() {
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

    private static boolean isReady(String service, FleetStatus status) {
        return status.service(service).filter(each -> each.ready() > 0).isPresent();
    }

    private boolean isFound() {
        var answer = best;
        return answer != null && answer.isSuccess();
    }

    private void ask(List<String> routes) {
        for (var route : routes) {
            if (isFound()) {
                return;
            }
            var answer = new Answer(route, status(route));
            if (answer.isSuccess() || (answer.isRedirect() && best == null)) {
                best = answer;
            }
        }
    }

    /** By a plain socket: the clients of the JDK send a GET again by themselves. */
    private int status(String route) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), gatewayPort),
                    LONGEST_WAIT);
            socket.setSoTimeout(LONGEST_WAIT);
            var request =
                    "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nUser-Agent: muster\r\nConnection: close\r\n\r\n"
                            .formatted(route, gatewayPort);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            var answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            return Optional.ofNullable(answer.readLine())
                    .map(STATUS_LINE::matcher)
                    .filter(line -> line.matches())
                    .map(line -> Integer.parseInt(line.group(1)))
                    .orElse(NO_HTTP);
        } catch (IOException noAnswer) {
            return NO_HTTP;
        }
    }
}
