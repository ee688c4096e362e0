package dev.muster.store.metric;

/**
 * Who exposed a metrics text.
 *
 * @param service the fleet's name for it
 * @param replica such as {@code orders-2}
 */
public record ScrapeSource(String service, String replica) {

    /** The fleet's own gateway, which is no service of the fleet. */
    public static ScrapeSource gateway() {
        return new ScrapeSource("", "gateway");
    }
}
