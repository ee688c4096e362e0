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

    /** The simple name of an exception, or of what it extends where it has none itself. */
    static String error(Throwable thrown) {
        Class<?> type = thrown.getClass();
        while (type.isAnonymousClass()) {
            type = type.getSuperclass();
        }
        return type.getSimpleName();
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
