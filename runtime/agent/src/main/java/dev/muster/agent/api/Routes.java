package dev.muster.agent.api;

import dev.muster.server.Router;

/** The routes of one noun of the control API. */
interface Routes {
    void addTo(Router.Builder api);
}
