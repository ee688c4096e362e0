package dev.muster.gateway;

/**
 * {@code caller} reaches {@code service} at {@code port} of the loopback address. Each caller has
 * an address of its own for each service it needs, so that what passes is known by its caller.
 *
 * @param port 1 to 65535
 */
public record Need(String caller, String service, int port) {
    public Need {
        if (caller.isEmpty() || service.isEmpty()) {
            throw new IllegalArgumentException("a need names a caller and a service");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "the port where "
                            + caller
                            + " reaches "
                            + service
                            + " is "
                            + port
                            + ", which is not 1 to 65535");
        }
    }
}
