package dev.muster.telemetry;

/** Label values of bounded variety, whatever a client sends. */
final class Labels {
    private static final String[] STATUSES = new String[600];

    static {
        for (int status = 0; status < STATUSES.length; status++) {
            STATUSES[status] = Integer.toString(status).intern();
        }
    }

    private Labels() {}

    static String status(int status) {
        return STATUSES[status];
    }

    /** A method that is no standard one is {@code _OTHER}, as OpenTelemetry has it. */
    static String method(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH" ->
                    method;
            default -> "_OTHER";
        };
    }
}
