/**
 * The web UI of a fleet: pages that know the control API and nothing else.
 *
 * {@snippet :
 * Handler dashboard = Dashboard.handler(startedAt);
 * Response shell = dashboard.handle(Request.get("/"));
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.muster.dashboard;
