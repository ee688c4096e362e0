package dev.muster.service;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import dev.muster.discovery.Endpoint;
import dev.muster.service.source.Addresses;
import dev.muster.transport.ByteBudget;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What a service is told from outside: the one place that reads environment variables. */
record Environment(Map<String, String> variables) {
    private static final String ADVERTISE = "MUSTER_ADVERTISE";
    private static final int USUAL_PORT = 8080;
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration BODY_PATIENCE = Duration.ofSeconds(5);
    private static final Duration USUAL_GRACE = Duration.ofSeconds(10);

    /** Messages that quote a value may cut it, though hardly before this. */
    private static final int MOST_OF_A_SECRET = 8;

    private static final Pattern SECRET =
            Pattern.compile("PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|(^|_)KEY", CASE_INSENSITIVE);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s)");

    Environment {
        variables = Map.copyOf(variables);
    }

    static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    /** An unset variable and an empty one are the same. */
    Optional<String> find(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * @throws ServiceException if the variable is not set
     */
    String require(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                ServiceException.configuration(
                                        "the environment variable " + name + " is not set"));
    }

    /**
     * @throws ServiceException if the variable is not set, or {@code reader} throws an {@link
     *     IllegalArgumentException} or a {@link DateTimeException}
     */
    <T> T require(String name, Function<String, T> reader) {
        return read(name, require(name), reader);
    }

    /** As {@link #require(String, Function)} does, where it is set. */
    <T> Optional<T> find(String name, Function<String, T> reader) {
        return find(name).map(value -> read(name, value, reader));
    }

    private static <T> T read(String name, String value, Function<String, T> reader) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ServiceException.configuration(
                    name + " is " + shown(name, value) + ", " + complaint(name, value, e));
        }
    }

    /** What was expected. The causes of {@code refused} would only quote the value again. */
    private static String complaint(String name, String value, RuntimeException refused) {
        var words = Words.ofAlone(refused);
        var start = value.substring(0, Math.min(value.length(), MOST_OF_A_SECRET));
        return SECRET.matcher(name).find() && words.contains(start)
                ? "which is not what was expected"
                : words;
    }

    /** What may be a secret is not for logs. */
    private static String shown(String name, String value) {
        return SECRET.matcher(name).find() ? "a value that is not shown" : '"' + value + '"';
    }

    /** The port to listen on; 8080 where {@code PORT} is not set, any free one where it is 0. */
    int port() {
        return find("PORT").map(Environment::port).orElse(USUAL_PORT);
    }

    /**
     * The address to listen on: {@code MUSTER_BIND}, a literal such as {@code 0.0.0.0} or {@code
     * ::}, or a name of this machine; the loopback address where it is not set.
     */
    String bindAddress() {
        return find("MUSTER_BIND")
                .map(String::strip)
                .map(Environment::ofThisMachine)
                .orElse(LOOPBACK);
    }

    private static String ofThisMachine(String host) {
        try {
            var address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null) {
                return address.getHostAddress();
            }
        } catch (IOException e) {
            // Told below, as any other value that is not an address of ours.
        }
        throw ServiceException.configuration(
                "MUSTER_BIND is \""
                        + host
                        + "\"; it must be an address of this machine, such as 127.0.0.1, 0.0.0.0 or"
                        + " ::");
    }

    /**
     * Where others reach {@code service}, which listens on {@code port}: {@code MUSTER_ADVERTISE},
     * a name or an address, perhaps with another port; empty where nobody is to be told.
     */
    Optional<Endpoint> advertised(String service, int port) {
        return find(ADVERTISE)
                .map(value -> address(value, port))
                .map(
                        at ->
                                new Endpoint(
                                        find("MUSTER_REPLICA")
                                                .orElse(
                                                        service + "-" + at.host() + "-"
                                                                + at.port()),
                                        at.host(),
                                        at.port(),
                                        find("MUSTER_VERSION")
                                                .map(version -> Map.of("version", version))
                                                .orElse(Map.of())));
    }

    private static Endpoint address(String value, int port) {
        try {
            return Endpoint.at(ADVERTISE, URI.create("http://" + value.strip()), port);
        } catch (IllegalArgumentException e) {
            throw ServiceException.configuration(
                    ADVERTISE
                            + " is \""
                            + value
                            + "\"; it must be a name or an address, perhaps with a port, such as"
                            + " 10.0.0.7:8081");
        }
    }

    /** How long stopping may take before the process is killed; 10 s where nobody says. */
    Duration stopGrace() {
        return find("MUSTER_STOP_GRACE").map(Environment::duration).orElse(USUAL_GRACE);
    }

    /**
     * What the bodies may take that are held in memory: {@code MUSTER_BODY_MEMORY} in MiB, or a
     * third of the heap.
     */
    ByteBudget bodyMemory() {
        return find("MUSTER_BODY_MEMORY")
                .map(Environment::mebibytes)
                .map(bytes -> ByteBudget.of(bytes, BODY_PATIENCE))
                .orElseGet(ByteBudget::ofHeap);
    }

    private static long mebibytes(String value) {
        if (!value.matches("[1-9]\\d{0,5}")) {
            throw ServiceException.configuration(
                    "MUSTER_BODY_MEMORY is \""
                            + value
                            + "\"; it must be a number of MiB from 1 to 999999");
        }
        return Long.parseLong(value) << 20;
    }

    /** Where a service that this one needs is reached: {@code orders-db} by ORDERS_DB_URL. */
    URI url(String need) {
        var variable = Addresses.variable(need);
        return url(variable, require(variable));
    }

    Optional<URI> findUrl(String need) {
        var variable = Addresses.variable(need);
        return find(variable).map(value -> url(variable, value));
    }

    private static URI url(String variable, String value) {
        try {
            var url = URI.create(value);
            if (url.isAbsolute()) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as any other value that is not a URL.
        }
        throw ServiceException.configuration(
                variable
                        + " is \""
                        + value
                        + "\", which is not a URL; it must be one such as http://127.0.0.1:8081");
    }

    /** {@code on}, which is usual, or {@code off}. */
    boolean isOn(String name) {
        var value = find(name).orElse("on");
        return switch (value) {
            case "on" -> true;
            case "off" -> false;
            default ->
                    throw ServiceException.configuration(
                            name + " is \"" + value + "\"; it must be on or off");
        };
    }

    private static Duration duration(String value) {
        var matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw ServiceException.configuration(
                    "MUSTER_STOP_GRACE is \""
                            + value
                            + "\"; it must be a duration such as 10s or 500ms");
        }
        long amount = Long.parseLong(matcher.group(1));
        return matcher.group(2).equals("s")
                ? Duration.ofSeconds(amount)
                : Duration.ofMillis(amount);
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value.strip());
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below, as any other value that is not a port.
        }
        throw ServiceException.configuration(
                "PORT is \"" + value + "\"; it must be a number from 0 to 65535");
    }
}
