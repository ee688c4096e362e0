package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

final class SessionTest {

    @Test
    void neverSignalsAProcessThatWasGivenThePidOfOneThatEnded() throws IOException {
        Process stranger = startLeader("sleep 60");
        var before = new Session(stranger.pid(), stat(stranger).startTicks() - 1);
        try {
            assertThat(before.isLeaderAlive()).isFalse();
            assertThat(before.terminate()).isFalse();
            assertThat(before.membersAmong(Census.processes())).isEmpty();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void readsProgramNamesThatLookLikeOtherFields() {
        var stat =
                ProcFs.Stat.parse(
                        "4711 (a) S (b c) R 1 4710 4700 0 -1 4194304 100 0 0 0 1 1 0 0 20 0 3 0"
                                + " 123456 1000000 250 18446744073709551615");

        assertThat(stat)
                .isEqualTo(new ProcFs.Stat(4711, "a) S (b c", 'R', 1, 4710, 4700, 123_456, 3, 250));
    }

    private static Process startLeader(String script) throws IOException {
        Process leader = new ProcessBuilder("setsid", "sh", "-c", script).start();
        await().atMost(Duration.ofSeconds(40))
                .until(
                        () -> ProcFs.stat(leader.pid()).map(ProcFs.Stat::session),
                        s -> isOwn(s, leader));
        return leader;
    }

    private static boolean isOwn(Optional<Long> session, Process leader) {
        return session.equals(Optional.of(leader.pid()));
    }

    private static ProcFs.Stat stat(Process process) {
        return ProcFs.stat(process.pid()).orElseThrow();
    }
}
