package dev.muster.server;

import dev.muster.http.Handler;
import dev.muster.http.Request;

/**
 * What a request leads to.
 *
 * @param request with its route and what the placeholders of its template stand for
 * @param isNonBlocking whether the handler never blocks and so may run on an event loop
 */
record RouteMatch(Request request, Handler handler, boolean isNonBlocking, RouteLimits limits) {}
