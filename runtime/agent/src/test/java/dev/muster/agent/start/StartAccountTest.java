package dev.muster.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.start.StartAccount.Standing;
import dev.muster.agent.stream.EventStream;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

final class StartAccountTest {
    private final StartAccount account = new StartAccount();

    @Test
    void tellsTheWholeStartToThoseWhoComeWhileItGoesOn() throws IOException {
        account.line("  build   orders    3.2 s");
        account.step(() -> "  start   orders");
        account.line("  start   orders 0.4 s");

        assertThat(told())
                .startsWith(
                        """
                        :

                        event: line
                        data:   build   orders    3.2 s

                        event: line
                        data:   start   orders 0.4 s

                        """);
    }

    @Test
    void saysNothingOfWhatComesAfterTheStart() throws IOException {
        account.stands(new Standing(false, List.of()));
        account.line("  build   orders    3.2 s");
        account.step(() -> "  build   orders");

        assertThat(told()).isEqualTo(":\n\nevent: ready\ndata: false\n\n");
    }

    /** Whoever joins a fleet that goes down has not joined one that is up. */
    @Test
    void isReadyForNobodyOnceTheFleetIsBeingStopped() throws IOException {
        account.stands(new Standing(true, List.of()));
        account.stops();
        account.stands(new Standing(true, List.of()));

        assertThat(told()).isEqualTo(":\n\nevent: line\ndata:   The fleet is being stopped.\n\n");
    }

    @Test
    void letsNoCompilerMoveTheCursor() throws IOException {
        account.line("    \u001b[2J\u0007error");

        assertThat(told()).contains("data:     \\u001b[2J\\u0007error\n");
    }

    private String told() throws IOException {
        account.end();
        return EventStream.response(account::tell).body().text();
    }
}
