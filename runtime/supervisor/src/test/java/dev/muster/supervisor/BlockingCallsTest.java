package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.supervisor.backend.SupervisorBackend;
import dev.muster.supervisor.timeline.Timeline;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;

final class BlockingCallsTest {

    private final Timeline timeline = new Timeline(SupervisorBackend.SYSTEM);
    private final BlockingCalls calls = new BlockingCalls(timeline);

    @AfterEach
    void close() {
        timeline.close();
    }

    @Test
    void waitForTheAnswer() {
        assertThat(calls.ask(() -> Thread.currentThread().getName()))
                .isEqualTo("muster-supervisor");
    }

    @Test
    void failAsTheQuestionDid() {
        var refused = new SupervisorException("There is no service orders.");

        assertThatThrownBy(
                        () ->
                                calls.ask(
                                        () -> {
                                            throw refused;
                                        }))
                .isSameAs(refused);
        assertThatThrownBy(
                        () ->
                                calls.ask(
                                        () -> {
                                            throw new IllegalStateException("broken");
                                        }))
                .isInstanceOf(SupervisorException.class)
                .hasMessage("A step failed: java.lang.IllegalStateException: broken");
    }

    /** What will never be answered is not waited for. */
    @Test
    void endWithTheSupervisor() {
        var never = new CompletableFuture<String>();
        timeline.run(timeline::close);

        assertThatThrownBy(() -> calls.await(never))
                .isInstanceOf(SupervisorException.class)
                .hasMessage("The supervisor was stopped.");
        assertThatThrownBy(() -> calls.ask(() -> "answer"))
                .isInstanceOf(SupervisorException.class)
                .hasMessage("The supervisor was stopped.");
    }

    @Test
    void keepTheInterrupt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> calls.await(new CompletableFuture<String>()))
                .isInstanceOf(SupervisorException.class)
                .hasMessage("Interrupted while waiting for the fleet.");
        assertThat(Thread.interrupted()).isTrue();
    }
}
