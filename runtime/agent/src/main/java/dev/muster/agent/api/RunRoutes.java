package dev.muster.agent.api;

import dev.muster.agent.start.StartAccount;
import dev.muster.agent.stream.EventStream;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.server.Router;

/** The run of the fleet, from its start to its end. */
final class RunRoutes implements Routes {
    private final StartAccount account;
    private final Owner owner;
    private final Orders orders;

    RunRoutes(StartAccount account, Owner owner, Orders orders) {
        this.account = account;
        this.owner = owner;
        this.orders = orders;
    }

    @Override
    public void addTo(Router.Builder api) {
        api.route("GET", ApiPaths.UP, _ -> EventStream.response(account::tell))
                .route("POST", ApiPaths.UP, _ -> own())
                .route("POST", ApiPaths.DOWN, this::down);
    }

    /** The fleet is its caller's from here on: it ends when this stream does. */
    private Response own() {
        return EventStream.response(
                stream -> {
                    owner.arrived();
                    try {
                        account.tell(stream);
                    } finally {
                        owner.left();
                    }
                });
    }

    private Response down(Request request) {
        return Replies.outcome(request, orders.down(request.query(ApiQuery.FORCE).isPresent()));
    }
}
