package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;
import dev.muster.transport.PoolConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;

/** Calls of one endpoint as it is. */
@Timeout(300)
final class EndpointClientTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final EventLoops loops = EventLoops.create(1);
    private final ConnectionPool pool = new ConnectionPool(loops, PoolConfig.standard());

    @AfterEach
    void stop() {
        pool.close();
        loops.close();
    }

    @Test
    void passesOnWhateverTheEndpointAnswers() throws Exception {
        try (var replica = new Replica("registry", (_, connection) -> connection.json(500, "{}"))) {
            var response = ask(replica, LONG);
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.body().text()).isEqualTo("{}");
            assertThat(replica.received).hasSize(1);
        }
    }

    @Test
    void triesOnceAndSaysWhyThereIsNoAnswer() throws Exception {
        try (var replica = new Replica("registry", (_, connection) -> connection.reset())) {
            assertThatThrownBy(() -> ask(replica, LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the peer closed the connection before it responded");
            assertThat(replica.received).hasSize(1);
        }
    }

    @Test
    void waitsNoLongerThanItsDeadline() throws Exception {
        try (var replica = new Replica("registry", (_, connection) -> connection.hang())) {
            assertThatThrownBy(() -> ask(replica, Duration.ofSeconds(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no answer within 1 s");
        }
    }

    private Response ask(Replica replica, Duration deadline) throws Exception {
        return new EndpointClient(replica.endpoint(), deadline, 1 << 20, loops, pool)
                .handle(Request.get("/v1/status/leader"));
    }
}
