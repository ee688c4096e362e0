package dev.muster.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;

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

    static void appendTrace(TraceContext context, StringBuilder line) {
        line.append("\"trace.id\":\"")
                .append(context.traceId())
                .append("\",\"span.id\":\"")
                .append(context.spanId())
                .append("\",");
    }
}
