package dev.muster.telemetry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Locale;

/** Spans as lines of the log {@code dev.muster.trace}, where that is at DEBUG. */
public final class SpanLog implements SpanSink {
    private static final Logger LOG = LoggerFactory.getLogger("dev.muster.trace");

    @Override
    public boolean isOn() {
        return LOG.isDebugEnabled();
    }

    @Override
    public void ended(Span span) {
        // Within its own context, so that the line has the ids of this span.
        span.context()
                .call(
                        () -> {
                            write(span);
                            return span;
                        });
    }

    private static void write(Span span) {
        LOG.atDebug()
                .addKeyValue("span.kind", span.kind().name().toLowerCase(Locale.ROOT))
                .addKeyValue("span.name", span.name())
                .addKeyValue("span.start", span.began().toString())
                .addKeyValue("span.duration", span.took().toNanos())
                .addKeyValue("parent.id", span.context().parentId())
                .addKeyValue("http.response.status_code", span.status())
                .addKeyValue("error.reason", span.error())
                .log("{} took {} us", span.name(), span.took().toNanos() / 1000);
    }
}
