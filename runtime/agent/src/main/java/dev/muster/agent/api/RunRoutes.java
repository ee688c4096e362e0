package dev.muster.agent.api;

import dev.muster.agent.start.StartAccount;
import dev.muster.agent.stream.EventStream;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.Outcome;
import dev.muster.http.Request;
import dev.muster.http.Response;

import java.io.IOException;
import java.util.List;

/** The run of the fleet, from its start to its end. */
final class RunRoutes implements Routes {
    private static final QueryWord<Boolean> FORCE = QueryWord.flag(ApiQuery.FORCE);

    private final StartAccount account;
    private final Owner owner;
    private final Orders orders;

    RunRoutes(StartAccount account, Owner owner, Orders orders) {
        this.account = account;
        this.owner = owner;
        this.orders = orders;
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get(ApiPaths.UP, "What happens while the fleet comes up, as events.")
                        .streams(_ -> account::tell),
                Operation.post(
                                ApiPaths.UP,
                                "The same, by the owner of the fleet: it ends when this stream"
                                        + " does.")
                        .streams(_ -> this::own),
                Operation.post(ApiPaths.DOWN, "Stops the fleet.")
                        .with(FORCE)
                        .answers(Outcome.class, this::down));
    }

    /** The fleet is its caller's from here on: it ends when this stream does. */
    private void own(EventStream stream) throws IOException, InterruptedException {
        owner.arrived();
        try {
            account.tell(stream);
        } finally {
            owner.left();
        }
    }

    private Response down(Request request) {
        return Replies.outcome(request, orders.down(FORCE.of(request)));
    }
}
