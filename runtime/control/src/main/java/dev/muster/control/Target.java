package dev.muster.control;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request of the control API asks for: one of the {@link ApiPaths} with words of {@link
 * ApiQuery}.
 *
 * <pre>{@code
 * Target.of(ApiPaths.LOGS).with(ApiQuery.SERVICE, "orders").with(ApiQuery.FOLLOW)
 * }</pre>
 */
public final class Target {
    private final String path;
    private final List<String> query;

    private Target(String path, List<String> query) {
        this.path = path;
        this.query = List.copyOf(query);
    }

    public static Target of(String path) {
        return new Target(path, List.of());
    }

    /** A path that is about a service. */
    public static Target of(String path, String service) {
        return of(path.replace("{name}", encoded(service)));
    }

    public Target with(String word, String value) {
        var more = new ArrayList<>(query);
        more.add(word + "=" + encoded(value));
        return new Target(path, more);
    }

    public Target with(String word, int value) {
        return with(word, Integer.toString(value));
    }

    public Target with(String word, Optional<String> value) {
        return value.map(text -> with(word, text)).orElse(this);
    }

    /** A word that is there or is not. */
    public Target with(String word) {
        return with(word, "true");
    }

    /** As it stands in a request: a path, and a query where there is one. */
    @Override
    public String toString() {
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
