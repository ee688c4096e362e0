package dev.muster.agent.api;

import dev.muster.agent.access.Sessions;
import dev.muster.control.FleetView;

/** Addresses of the page that let their holder in once. */
record DashboardLinks(Sessions sessions) {
    String dashboard(FleetView fleet) {
        return fleet.dashboardUrl() + "/#token=" + sessions.newOneTimeToken();
    }
}
