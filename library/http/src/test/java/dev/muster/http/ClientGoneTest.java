package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;

class ClientGoneTest {
    @Test
    void hasWhoeverReceivedTheRequestTakeEachAction() {
        var actions = new ArrayList<Runnable>();
        ClientGone.within(Scope.current(), actions::add)
                .run(
                        () -> {
                            ClientGone.then(() -> {});
                            ClientGone.then(() -> {});
                        });
        assertThat(actions).hasSize(2);
    }

    @Test
    void forgetsAnActionWhereNobodyCanTell() {
        ClientGone.then(
                () -> {
                    throw new AssertionError("called");
                });
    }
}
