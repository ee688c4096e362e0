package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

final class DeathWatchTest {
    private final DeathWatch watch = new DeathWatch();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void tellsTheEndOfEachAndNoMore() throws Exception {
        var first = start();
        var second = start();
        var firstEnd = watch.add(session(first));
        var secondEnd = watch.add(session(second));
        watch.start();

        first.destroyForcibly();

        assertThat(firstEnd.get(40, TimeUnit.SECONDS)).isEqualTo(DeathWatch.UNKNOWN_STATUS);
        assertThat(secondEnd).isNotDone();
        second.destroyForcibly();
        assertThat(secondEnd.get(40, TimeUnit.SECONDS)).isEqualTo(DeathWatch.UNKNOWN_STATUS);
    }

    @Test
    void tellsOneEndToAllWhoAsk() throws Exception {
        var process = start();
        var session = session(process);

        assertThat(watch.add(session)).isSameAs(watch.add(session));
    }

    @Test
    void tellsOfOneThatWasGoneBefore() throws Exception {
        var process = start();
        var end = watch.add(session(process));
        process.destroyForcibly().waitFor();

        watch.start();

        assertThat(end.get(40, TimeUnit.SECONDS)).isEqualTo(DeathWatch.UNKNOWN_STATUS);
    }

    @Test
    void takesAnotherProcessWithThePidForTheEndOfTheOne() throws Exception {
        var stranger = session(start());
        var end = watch.add(new Session(stranger.leader(), stranger.startTicks() - 10));

        watch.start();

        assertThat(end.get(40, TimeUnit.SECONDS)).isEqualTo(DeathWatch.UNKNOWN_STATUS);
    }

    @Test
    void hasNothingToDoWhereNothingWasAdded() {
        watch.start();
    }

    private Process start() throws IOException {
        var process = new ProcessBuilder("sleep", "600").start();
        started.add(process);
        return process;
    }

    private static Session session(Process process) {
        var entry = Hosts.current().process(process.pid()).orElseThrow();
        return new Session(entry.pid(), entry.start());
    }
}
