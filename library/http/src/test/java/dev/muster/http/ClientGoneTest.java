package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;

class ClientGoneTest {
    private final Handler waiting =
            _ -> {
                ClientGone.then(() -> {});
                return Response.of(204);
            };

    @Test
    void handsTheActionToWhoeverReceivesRequests() throws Exception {
        var actions = new ArrayList<Runnable>();
        ClientGone.handle(waiting, Request.get("/"), actions::add);
        assertThat(actions).hasSize(1);
    }

    @Test
    void doesNothingWhereNobodyCanTell() throws Exception {
        assertThat(waiting.handle(Request.get("/")).status()).isEqualTo(204);
    }
}
