package dev.muster.store.metric;

import java.util.Locale;

/** Writes histograms as a service exposes them. */
final class MetricsText {
    private static final double[] BOUNDS = {0.005, 0.01, 0.1, 1};

    private final StringBuilder text = new StringBuilder("# TYPE up gauge\nup 1\n");

    /** A histogram whose buckets (5 ms, 10 ms, 100 ms, 1 s, more) hold {@code counts} each. */
    MetricsText histogram(String family, String labels, int... counts) {
        long sum = 0;
        for (int i = 0; i <= BOUNDS.length; i++) {
            sum += i < counts.length ? counts[i] : 0;
            String bound = i == BOUNDS.length ? "+Inf" : Double.toString(BOUNDS[i]);
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%s_bucket{%s,le=\"%s\"} %d\n",
                            family,
                            labels,
                            bound,
                            sum));
        }
        text.append(family).append("_count{").append(labels).append("} ").append(sum).append('\n');
        text.append(family).append("_sum{").append(labels).append("} 1.5\n");
        return this;
    }

    MetricsText served(String route, int status, int... counts) {
        return histogram(
                SeriesStore.SERVER,
                "http_request_method=\"GET\",http_response_status_code=\"%d\",http_route=\"%s\""
                        .formatted(status, route),
                counts);
    }

    MetricsText called(String peer, String status, int... counts) {
        return histogram(
                SeriesStore.CLIENT,
                "http_response_status_code=\"%s\",peer_service=\"%s\"".formatted(status, peer),
                counts);
    }

    MetricsText passed(String caller, String service, int status, int... counts) {
        return histogram(
                SeriesStore.GATEWAY,
                "caller=\"%s\",service=\"%s\",status=\"%d\"".formatted(caller, service, status),
                counts);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
