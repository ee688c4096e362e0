package dev.muster.registry;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.muster.discovery.Endpoint;
import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.json.JsonException;
import dev.muster.registry.SelfRegistrations.Check;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of Consul's agent API by which a service announces itself: with no check, or with one
 * that it updates itself (TTL). Checks that Consul would run are refused: nobody here runs them.
 */
final class AgentApi implements Handler {
    static final String SERVICE = "/v1/agent/service/";
    static final String CHECK = "/v1/agent/check/";

    private static final String PASSING = "passing";

    /** What Consul raises a shorter {@code DeregisterCriticalServiceAfter} to. */
    private static final Duration LEAST_FORGOTTEN_AFTER = Duration.ofMinutes(1);

    private final SelfRegistrations registrations;

    AgentApi(SelfRegistrations registrations) {
        this.registrations = registrations;
    }

    private record Announcement(
            @JsonProperty("ID") Optional<String> id,
            @JsonProperty("Name") Optional<String> name,
            @JsonProperty("Address") Optional<String> address,
            @JsonProperty("Port") int port,
            @JsonProperty("Tags") Optional<List<String>> tags,
            @JsonProperty("Meta") Optional<Map<String, String>> meta,
            @JsonProperty("Check") Optional<CheckSpec> check,
            @JsonProperty("Checks") Optional<List<CheckSpec>> checks) {}

    private record CheckSpec(
            @JsonProperty("CheckID") Optional<String> id,
            @JsonProperty("TTL") Optional<String> ttl,
            @JsonProperty("Status") Optional<String> status,
            @JsonProperty("DeregisterCriticalServiceAfter") Optional<String> forgottenAfter) {}

    private record Update(@JsonProperty("Status") Optional<String> status) {}

    /** Says in one line why something is not taken. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    @Override
    public Response handle(Request request) throws IOException {
        if (!request.method().equals("PUT")) {
            return ConsulText.of(405, "method " + request.method() + " not allowed")
                    .withHeader("Allow", "PUT");
        }
        try {
            return answer(request);
        } catch (Refused e) {
            return ConsulText.of(e.status, String.valueOf(e.getMessage()));
        } catch (JsonException e) {
            return ConsulText.of(400, "Request decode failed: " + e.getMessage());
        }
    }

    private Response answer(Request request) throws IOException, Refused {
        var path = request.path();
        int slash = path.lastIndexOf('/');
        var last = ConsulText.decoded(path.substring(slash + 1));
        if (path.equals(SERVICE + "register")) {
            register(Json.read(request.body(), Announcement.class));
            return Response.of(200);
        }
        boolean isKnown =
                switch (path.substring(0, slash + 1)) {
                    case SERVICE + "deregister/" -> registrations.withdraw(last);
                    case CHECK + "pass/" -> registrations.update(last, true);
                    case CHECK + "warn/", CHECK + "fail/" -> registrations.update(last, false);
                    case CHECK + "update/" ->
                            registrations.update(
                                    last, isReady(Json.read(request.body(), Update.class)));
                    default -> throw new Refused(404, ConsulText.UNKNOWN_PATH);
                };
        return isKnown ? Response.of(200) : ConsulText.of(404, "Unknown ID \"" + last + "\"");
    }

    private void register(Announcement announcement) throws Refused {
        var service = announcement.name().filter(name -> !name.isEmpty()).orElse("");
        if (service.isEmpty()) {
            throw new Refused(400, "Missing service name");
        }
        if (registrations.isOfFleet(service)) {
            throw new Refused(
                    403,
                    service
                            + " is a service of this fleet, which registers its replicas itself:"
                            + " register under another name");
        }
        if (announcement.tags().filter(tags -> !tags.isEmpty()).isPresent()) {
            throw new Refused(400, "This registry keeps no tags: use Meta");
        }
        var id = announcement.id().filter(each -> !each.isEmpty()).orElse(service);
        var checks = checks(announcement);
        if (checks.size() > 1) {
            throw new Refused(400, "This registry takes one check for a service");
        }
        var spec = checks.stream().findFirst();
        boolean isReady = spec.isEmpty() || spec.get().status().filter(PASSING::equals).isPresent();
        var check = spec.isEmpty() ? Optional.<Check>empty() : Optional.of(check(id, spec.get()));
        registrations.announce(service, endpoint(id, announcement), check, isReady);
    }

    private static List<CheckSpec> checks(Announcement announcement) {
        return announcement.check().map(List::of).or(announcement::checks).orElse(List.of());
    }

    private static Endpoint endpoint(String id, Announcement announcement) throws Refused {
        if (announcement.port() < 1 || announcement.port() > 65_535) {
            throw new Refused(400, "Port is " + announcement.port() + ", expected 1 to 65535");
        }
        var address =
                announcement
                        .address()
                        .filter(each -> !each.isEmpty())
                        .orElse(ConsulJson.NODE_ADDRESS);
        return new Endpoint(id, address, announcement.port(), announcement.meta().orElse(Map.of()));
    }

    private static Check check(String id, CheckSpec spec) throws Refused {
        var ttl = spec.ttl().flatMap(GoDuration::parse).filter(Duration::isPositive);
        if (ttl.isEmpty()) {
            throw new Refused(
                    400, "This registry runs no checks: expected one with a TTL, such as 15s");
        }
        var forgottenAfter = spec.forgottenAfter().flatMap(GoDuration::parse);
        return new Check(
                spec.id().filter(each -> !each.isEmpty()).orElse("service:" + id),
                ttl.get(),
                forgottenAfter
                        .map(
                                each ->
                                        each.compareTo(LEAST_FORGOTTEN_AFTER) < 0
                                                ? LEAST_FORGOTTEN_AFTER
                                                : each)
                        .orElse(null));
    }

    private static boolean isReady(Update update) throws Refused {
        return switch (update.status().orElse("")) {
            case PASSING -> true;
            case "warning", "critical" -> false;
            default -> throw new Refused(400, "Invalid check status");
        };
    }
}
