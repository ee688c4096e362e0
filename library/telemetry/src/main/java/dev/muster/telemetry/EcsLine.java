package dev.muster.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;

import co.elastic.logging.EcsJsonSerializer;
import co.elastic.logging.logback.EcsEncoder;

/** A log event as a line of Elastic Common Schema, with the trace it belongs to. */
final class EcsLine extends EcsEncoder {
    EcsLine(LogsConfig config) {
        setServiceName(config.service());
        if (!config.replica().isEmpty()) {
            setServiceNodeName(config.replica());
        }
        if (!config.version().isEmpty()) {
            setServiceVersion(config.version());
        }
    }

    @Override
    protected void addCustomFields(ILoggingEvent event, StringBuilder line) {
        TraceContext.current().ifPresent(context -> appendTrace(context, line));
    }

    /** The fields that say who logs, each with a comma, for lines that no event is made for. */
    static String fields(LogsConfig config, String logger) {
        var fields = new StringBuilder();
        EcsJsonSerializer.serializeEcsVersion(fields);
        EcsJsonSerializer.serializeServiceName(fields, config.service());
        if (!config.version().isEmpty()) {
            EcsJsonSerializer.serializeServiceVersion(fields, config.version());
        }
        if (!config.replica().isEmpty()) {
            EcsJsonSerializer.serializeServiceNodeName(fields, config.replica());
        }
        EcsJsonSerializer.serializeLoggerName(fields, logger);
        return fields.toString();
    }

    static void appendTrace(TraceContext context, StringBuilder line) {
        line.append("\"trace.id\":\"")
                .append(context.traceId())
                .append("\",\"span.id\":\"")
                .append(context.spanId())
                .append("\",");
    }
}
