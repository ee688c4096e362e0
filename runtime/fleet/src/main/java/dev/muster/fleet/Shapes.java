package dev.muster.fleet;

import org.snakeyaml.engine.v2.nodes.Tag;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The kinds of value that a fleet file knows. */
final class Shapes {
    private static final Pattern DURATION =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h)");

    private static final Pattern MEMORY = Pattern.compile("([0-9]{1,6})(KB|MB|GB)");

    /** Not every $: passwords hold it, and so do patterns. */
    private static final Pattern EXPANDED =
            Pattern.compile(
                    "^~/|(?<!\\$)\\$(?:\\{[A-Za-z_][A-Za-z0-9_]*[}:]"
                            + "|(?:HOME|PATH|USER|PWD|PORT|MUSTER_[A-Z_]+)\\b)");

    private static final Pattern ROUTE = Pattern.compile("/[A-Za-z0-9._~!$&'()+,;=:@/-]*");
    private static final Pattern PROBE_PATH = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*");

    private Shapes() {}

    /** Text of one line. */
    static ScalarShape<String> text(String noun, String hint) {
        return ScalarShape.of(noun, hint, Shapes::line, schema("type", "string", "minLength", 1));
    }

    /** A path of a file or folder, as this system can have it. */
    static ScalarShape<Path> path(String noun, String hint) {
        return ScalarShape.of(
                noun,
                hint,
                text -> line(text).flatMap(Shapes::pathOf),
                schema("type", "string", "minLength", 1));
    }

    /** Text of one line that matches {@code pattern} as a whole. */
    static ScalarShape<String> text(String noun, String hint, Pattern pattern) {
        return ScalarShape.of(
                noun,
                hint,
                text -> line(text).filter(pattern.asMatchPredicate()),
                schema("type", "string", "pattern", "^" + pattern + "$"));
    }

    /** Any scalar, as it is written: in an environment {@code 1} and {@code true} are text too. */
    static ScalarShape<String> anyScalar(String noun, String hint) {
        return ScalarShape.of(
                noun, hint, Optional::of, schema("type", List.of("string", "number", "boolean")));
    }

    /**
     * The value of a variable, as {@link #anyScalar}. What a shell would expand is refused, as
     * nothing expands it here; a second dollar sign before a brace says that it is meant as it is.
     */
    static Shape<String> variableValue() {
        return anyScalar("value", "An empty one is \"\"")
                .where(
                        text -> !EXPANDED.matcher(text).find(),
                        "is written for a shell, and none expands it. Write the value in full, or"
                                + " have one set it: command: sh -c 'NAME=... exec ...'. A ${ that"
                                + " the program is to read is written $${")
                .map(text -> text.replace("$${", "${"));
    }

    static ScalarShape<Integer> whole(int least, int most, String hint) {
        return ScalarShape.of(
                        "whole number from " + least + " to " + most,
                        hint,
                        text -> integer(text).filter(n -> n >= least && n <= most),
                        schema("type", "integer", "minimum", least, "maximum", most))
                .written(Tag.INT);
    }

    static ScalarShape<Integer> port() {
        return ScalarShape.of(
                        "port",
                        "Ports are 1 to 65535",
                        text -> integer(text).filter(n -> n >= 1 && n <= 65_535),
                        schema("type", "integer", "minimum", 1, "maximum", 65_535))
                .written(Tag.INT);
    }

    static ScalarShape<ServiceSpec.Protocol> protocol() {
        return ScalarShape.of(
                "protocol",
                "Protocols are http and tcp",
                text ->
                        switch (text) {
                            case "http" -> Optional.of(ServiceSpec.Protocol.HTTP);
                            case "tcp" -> Optional.of(ServiceSpec.Protocol.TCP);
                            default -> Optional.empty();
                        },
                schema("enum", List.of("http", "tcp")));
    }

    /** {@code true} and nothing else: the key says it all. */
    static ScalarShape<Boolean> yes() {
        return ScalarShape.of(
                        "value of this key",
                        "Write true, or leave the key out",
                        text -> Optional.of(Boolean.TRUE).filter(_ -> text.equals("true")),
                        schema("const", true))
                .written(Tag.BOOL);
    }

    /**
     * Percent between 0 and 100, both excluded: neither is a promise that can be kept or broken.
     */
    static ScalarShape<Double> percent() {
        return ScalarShape.of(
                        "percentage between 0 and 100",
                        "Example: 99.9",
                        text -> decimal(text).filter(n -> n > 0 && n < 100),
                        schema("type", "number", "exclusiveMinimum", 0, "exclusiveMaximum", 100))
                .written(Tag.INT, Tag.FLOAT);
    }

    static ScalarShape<Duration> duration(Duration least, Duration most) {
        Predicate<Duration> inRange =
                value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
        return ScalarShape.of(
                        "duration",
                        "Examples: 250ms, 2s",
                        Shapes::durationOf,
                        schema("type", "string", "pattern", "^" + DURATION + "$"))
                .where(inRange, "is not between " + written(least) + " and " + written(most));
    }

    static ScalarShape<Long> memory(long least, String leastWritten) {
        return ScalarShape.of(
                        "amount of memory",
                        "Examples: 64MB, 1GB",
                        Shapes::bytesOf,
                        schema("type", "string", "pattern", "^" + MEMORY + "$"))
                .where(bytes -> bytes >= least, "is less than " + leastWritten);
    }

    /** A path prefix of the gateway. */
    static ScalarShape<String> route() {
        return text(
                        "route",
                        "A route is a path prefix, and holds all below it. Examples: /orders, /",
                        ROUTE)
                .where(
                        path -> path.equals("/") || !path.endsWith("/"),
                        "ends in a slash; without it, the route holds all below it too")
                .where(path -> !path.contains("//"), "has an empty part between two slashes")
                .where(
                        path -> List.of(path.split("/")).stream().noneMatch(Shapes::isDots),
                        "has a part of dots, which no request that is let in has");
    }

    /** The path, and perhaps the query, that a probe asks for. */
    static ScalarShape<String> probePath() {
        return text("path", "Example: /health/ready", PROBE_PATH);
    }

    /** The address of a service that something else runs. */
    static ScalarShape<URI> address() {
        return ScalarShape.of(
                "address of a service",
                "Example: http://127.0.0.1:9000",
                Shapes::addressOf,
                schema("type", "string", "pattern", "^http://[^/?#]+/?$"));
    }

    /** A duration as the fleet file has it. */
    static String written(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        if (millis > 0 && millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        return millis > 60_000 && millis % 60_000 == 0
                ? millis / 60_000 + "m"
                : millis / 1000 + "s";
    }

    static SequencedMap<String, Object> schema(Object... namesAndValues) {
        var schema = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            schema.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return schema;
    }

    private static Optional<String> line(String text) {
        return Optional.of(text)
                .filter(each -> !each.isBlank() && each.codePoints().allMatch(Shown::isPlain));
    }

    private static Optional<Path> pathOf(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> integer(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Double> decimal(String text) {
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> durationOf(String text) {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var unit =
                switch (match.group(2)) {
                    case "ms" -> ChronoUnit.MILLIS;
                    case "s" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MINUTES;
                    default -> ChronoUnit.HOURS;
                };
        // Counted in whole seconds and the rest: a long of nanoseconds ends after 292 years.
        var seconds =
                new BigDecimal(match.group(1))
                        .multiply(BigDecimal.valueOf(unit.getDuration().toNanos(), 9));
        var rest = seconds.remainder(BigDecimal.ONE).movePointRight(9);
        return Optional.of(Duration.ofSeconds(seconds.longValue(), rest.longValue()));
    }

    private static Optional<Long> bytesOf(String text) {
        var match = MEMORY.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        int power =
                switch (match.group(2)) {
                    case "KB" -> 10;
                    case "MB" -> 20;
                    default -> 30;
                };
        return Optional.of(Long.parseLong(match.group(1)) << power);
    }

    private static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    private static Optional<URI> addressOf(String text) {
        try {
            var address = new URI(text);
            boolean bare =
                    "http".equals(address.getScheme())
                            && address.getHost() != null
                            && address.getUserInfo() == null
                            && address.getPort() != 0
                            && address.getPort() <= 65_535
                            && address.getQuery() == null
                            && address.getFragment() == null
                            && (address.getPath().isEmpty() || address.getPath().equals("/"));
            return bare ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
