package dev.muster.consul;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Names as segments of a path. */
final class Segment {
    private Segment() {}

    static String of(String name) {
        return URLEncoder.encode(name, UTF_8).replace("+", "%20");
    }
}
