/**
 * Metrics, trace context and logs of one service.
 *
 * {@snippet :
 * var metrics = Metrics.create();
 * try (var logs = Logs.open(LogsConfig.of("orders"))) {
 *     Handler answered = Filter.pipeline(
 *             request -> Response.text("hello"),
 *             Tracer.silent().server(),
 *             logs.accessLog(Set.of("/metrics")),
 *             metrics.server());
 *     answered.handle(Request.get("/"));
 *     System.out.println(metrics.text());
 * }
 * }
 *
 * <p>Names follow the standards: W3C trace context on the wire, Elastic Common Schema in the logs,
 * OpenTelemetry's semantic conventions in Prometheus form for the metrics.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.telemetry;
