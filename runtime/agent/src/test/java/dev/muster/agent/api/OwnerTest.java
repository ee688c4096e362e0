package dev.muster.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.backend.AgentBackend;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether the terminal is there that a fleet belongs to. */
final class OwnerTest {
    private final AtomicInteger gone = new AtomicInteger();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Owner owner =
            new Owner(
                    gone::incrementAndGet,
                    new AgentBackend(
                            AgentBackend.SYSTEM.clock(),
                            () -> 0,
                            pauses::add,
                            this::thread,
                            AgentBackend.SYSTEM.random()));

    private Thread thread(Runnable task) {
        var thread = Thread.ofVirtual().unstarted(task);
        threads.add(thread);
        return thread;
    }

    @Test
    void isGoneWhereItDoesNotComeWithinAWhile() throws InterruptedException {
        expect();

        assertThat(gone).hasValue(1);
        assertThat(pauses).containsExactly(Duration.ofSeconds(15));
    }

    @Test
    void isThereOnceItHasArrived() throws InterruptedException {
        owner.arrived();
        expect();

        assertThat(gone).hasValue(0);
    }

    @Test
    void isGoneOnceItLeft() {
        owner.arrived();
        owner.left();

        assertThat(gone).hasValue(1);
    }

    private void expect() throws InterruptedException {
        owner.expect();
        for (var thread : threads) {
            thread.join();
        }
    }
}
