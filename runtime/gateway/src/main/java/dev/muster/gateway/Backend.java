package dev.muster.gateway;

/**
 * A service that takes a share of a route's requests.
 *
 * @param weight its share, as a part of the sum of the route's weights; 1 to 1,000,000
 */
public record Backend(String service, int weight) {
    private static final int MOST = 1_000_000;

    public Backend {
        if (service.isEmpty()) {
            throw new IllegalArgumentException("a backend names no service");
        }
        if (weight < 1 || weight > MOST) {
            throw new IllegalArgumentException(
                    "the weight of " + service + " is " + weight + ", which is not 1 to " + MOST);
        }
    }
}
