package dev.muster.gateway.fields;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What proxies say of a client, in the words of {@code Forwarded} (RFC 7239) or of {@code
 * X-Forwarded-*}: either is read and written, as a proxy speaks one of the two and a service may
 * believe the other. Pure.
 *
 * @param clients addresses, from the client to the last proxy
 * @param proto the scheme that the client spoke
 * @param host the host that it asked for
 */
record ForwardedElements(List<String> clients, @Nullable String proto, @Nullable String host) {
    private static final Pattern NODE = Pattern.compile("[0-9A-Za-z._:\\[\\]-]+");
    private static final Pattern HOST = Pattern.compile("[0-9A-Za-z._:\\[\\]~-]+");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][0-9A-Za-z+.-]*");
    private static final Pattern PAIR =
            Pattern.compile(
                    "([,;]|^)\\s*(?:(\\w+)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\",;\\s]*)))?\\s*");

    /** Reads {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}, each as its lines said. */
    static ForwardedElements ofFields(
            Collection<String> clients, Collection<String> protos, Collection<String> hosts) {
        var nodes = new ArrayList<String>();
        for (String line : clients) {
            for (String client : line.split(",", -1)) {
                nodes.add(client.strip());
            }
        }
        return new ForwardedElements(nodes, first(protos), first(hosts));
    }

    /** Reads {@code Forwarded}; what is malformed is passed over. */
    static ForwardedElements ofForwarded(Collection<String> lines) {
        var clients = new ArrayList<String>();
        String proto = null;
        String host = null;
        var pair = PAIR.matcher(String.join(",", lines));
        while (pair.find()) {
            var quoted = pair.group(3);
            var value =
                    quoted == null
                            ? Objects.requireNonNullElse(pair.group(4), "")
                            : quoted.replaceAll("\\\\(.)", "$1");
            switch (Objects.requireNonNullElse(pair.group(2), "").toLowerCase(Locale.ROOT)) {
                case "for" -> clients.add(address(value));
                case "proto" -> proto = proto == null ? value : proto;
                case "host" -> host = host == null ? value : host;
                default -> {}
            }
        }
        return new ForwardedElements(clients, valid(SCHEME, proto), valid(HOST, host));
    }

    /**
     * Written as elements of {@code Forwarded}: the first tells what the client asked for. Empty
     * when nothing is known.
     */
    String forwarded() {
        var elements = new ArrayList<String>();
        for (String client : clients) {
            elements.add("for=" + node(client));
        }
        var asked = new StringBuilder();
        if (valid(HOST, host) != null) {
            asked.append(";host=\"").append(host).append('"');
        }
        if (valid(SCHEME, proto) != null) {
            asked.append(";proto=").append(proto);
        }
        if (elements.isEmpty()) {
            return asked.isEmpty() ? "" : asked.substring(1);
        }
        elements.set(0, elements.getFirst() + asked);
        return String.join(", ", elements);
    }

    private static String node(String client) {
        if (!NODE.matcher(client).matches()) {
            return "unknown";
        }
        int colon = client.indexOf(':');
        if (colon < 0) {
            return client;
        }
        boolean bare = client.charAt(0) != '[' && client.indexOf(':', colon + 1) >= 0;
        return bare ? "\"[" + client + "]\"" : '"' + client + '"';
    }

    /** A node without its port and brackets, which {@code X-Forwarded-For} does not have. */
    private static String address(String node) {
        if (!NODE.matcher(node).matches()) {
            return "unknown";
        }
        int end = node.charAt(0) == '[' ? node.indexOf(']') : -1;
        if (end > 0) {
            return node.substring(1, end);
        }
        int colon = node.indexOf(':');
        return colon > 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
    }

    private static @Nullable String first(Collection<String> lines) {
        var text = String.join(",", lines);
        int comma = text.indexOf(',');
        var first = (comma < 0 ? text : text.substring(0, comma)).strip();
        return first.isEmpty() ? null : first;
    }

    private static @Nullable String valid(Pattern pattern, @Nullable String value) {
        return value != null && pattern.matcher(value).matches() ? value : null;
    }
}
