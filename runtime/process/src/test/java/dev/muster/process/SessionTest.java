package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.process.linux.LinuxHost;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

final class SessionTest {
    /** What the test looks with, whatever host is current. */
    private static final Host KERNEL = new LinuxHost();

    @Test
    void neverSignalsAProcessThatWasGivenThePidOfOneThatEnded() throws IOException {
        Process stranger = startLeader("sleep 60");
        var before = new Session(stranger.pid(), start(stranger) - 1);
        try {
            assertThat(before.isLeaderAlive()).isFalse();
            assertThat(before.terminate()).isFalse();
            assertThat(before.membersAmong(Hosts.current().census().running())).isEmpty();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void hasItsMembersWhereNobodyToldWhenItBegan() throws IOException {
        Process leader = startLeader("sleep 60");
        var session = new Session(leader.pid(), ProcessIdentity.UNKNOWN_START);
        try {
            assertThat(session.isLeaderAlive()).isTrue();
            assertThat(session.membersAmong(Hosts.current().census().running()))
                    .extracting(ProcessEntry::pid)
                    .contains(leader.pid());
        } finally {
            leader.destroyForcibly();
        }
    }

    private static Process startLeader(String script) throws IOException {
        Process leader = new ProcessBuilder("setsid", "sh", "-c", script).start();
        await().atMost(Duration.ofSeconds(40))
                .until(
                        () -> KERNEL.process(leader.pid()),
                        process -> process.filter(it -> it.isInSession(leader.pid())).isPresent());
        return leader;
    }

    private static long start(Process process) {
        return Hosts.current().process(process.pid()).orElseThrow().start();
    }
}
