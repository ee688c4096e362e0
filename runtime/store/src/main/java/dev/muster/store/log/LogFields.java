package dev.muster.store.log;

import dev.muster.store.Printable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the fields of a structured line mean, by the names that loggers give them: the Elastic
 * Common Schema's, and those of slog, zap, zerolog, logrus, pino, winston, Logstash, structlog,
 * Serilog, .NET, tracing and Google Cloud.
 */
final class LogFields {
    Optional<WrittenTime> time = Optional.empty();
    Optional<LogLevel> level = Optional.empty();
    Optional<String> logger = Optional.empty();
    Optional<String> message = Optional.empty();
    Optional<String> traceId = Optional.empty();
    private Optional<String> errorType = Optional.empty();
    private Optional<String> errorMessage = Optional.empty();
    private Optional<String> stackTrace = Optional.empty();

    /** What a field is for; names are those of one level, or of two joined by a dot. */
    private enum Use {
        TIME,
        LEVEL,
        LOGGER,
        MESSAGE,
        TRACE,
        ERROR_TYPE,
        ERROR_MESSAGE,
        STACK,
        /** Says nothing to who reads the log of one replica. */
        NOISE,
        OTHER
    }

    private static final Map<String, Use> USES = new HashMap<>();

    static {
        mean(Use.TIME, "@timestamp timestamp time ts @t datetime date eventTime " + "Timestamp");
        mean(
                Use.LEVEL,
                "log.level level severity lvl levelname loglevel LogLevel @l " + "log_level");
        mean(
                Use.LOGGER,
                "log.logger logger logger_name loggerName target Category "
                        + "SourceContext caller source");
        mean(Use.MESSAGE, "message msg event @m @mt short_message Message fields.message");
        mean(Use.TRACE, "trace.id trace_id traceId traceID TraceId @tr");
        mean(Use.ERROR_TYPE, "error.type err.type exc_type");
        mean(Use.ERROR_MESSAGE, "error.message err.message error err exc_value");
        mean(
                Use.STACK,
                "error.stack_trace stack_trace stack stacktrace exception "
                        + "exc_info err.stack error.stack @x Exception");
        mean(
                Use.NOISE,
                "pid hostname host v process thread threadId level_value "
                        + "@version EventId taskName filename lineno span_id spanId "
                        + "trace_flags");
    }

    private static void mean(Use use, String names) {
        for (String name : names.split(" ", -1)) {
            USES.put(name, use);
        }
    }

    private static Use use(String name) {
        return USES.getOrDefault(name, Use.OTHER);
    }

    static boolean isKnown(String name) {
        return use(name) != Use.OTHER;
    }

    /** Takes a field that is a text; the first of two that mean the same counts. */
    void text(String name, String value) {
        switch (use(name)) {
            case TIME -> time = time.or(() -> written(value));
            case LEVEL -> level = level.or(() -> LogLevel.of(Printable.line(value)));
            case LOGGER -> logger = logger.or(() -> Optional.of(value));
            case MESSAGE ->
                    message =
                            name.equals("message")
                                    ? Optional.of(value)
                                    : message.or(() -> Optional.of(value));
            case TRACE -> traceId = traceId.or(() -> Optional.of(value));
            case ERROR_TYPE -> errorType = errorType.or(() -> Optional.of(value));
            case ERROR_MESSAGE -> errorMessage = errorMessage.or(() -> Optional.of(value));
            case STACK -> stackTrace = stackTrace.or(() -> Optional.of(value));
            case NOISE, OTHER -> {
                // It is in the file.
            }
        }
    }

    /** Takes a field that is a number: a time since 1970, or a level as pino and bunyan count. */
    void number(String name, double value) {
        switch (use(name)) {
            case TIME -> time = time.or(() -> WrittenTime.epoch(value));
            case LEVEL -> level = level.or(() -> LogLevel.ofNumber(value));
            default -> {
                // No other field that is shown is a number.
            }
        }
    }

    /**
     * What is known of an error. Some stack traces begin with it and others, as zap's, are places
     * in the code alone.
     */
    Optional<String> detail() {
        var error =
                errorType
                        .map(type -> errorMessage.map(m -> type + ": " + m).orElse(type))
                        .or(() -> errorMessage);
        return stackTrace.map(stack -> headed(error, stack)).or(() -> error);
    }

    private String headed(Optional<String> error, String stack) {
        boolean isSaid = errorMessage.or(() -> errorType).filter(stack::contains).isPresent();
        return isSaid || error.isEmpty() ? stack : error.get() + "\n" + stack;
    }

    private static Optional<WrittenTime> written(String value) {
        var time = WrittenTime.parse(value);
        if (time.isPresent()
                || value.isEmpty()
                || !value.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))) {
            return time;
        }
        try {
            return WrittenTime.epoch(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
