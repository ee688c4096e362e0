package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** A build and what it starts, where marks can be seen. */
final class OwnProcessTest {
    /** Prints the pid of a child that left the session and lost its parent. */
    private static final String LEAVES_A_DAEMON = "sh -c 'setsid sleep 600 >&- & echo $!'; ";

    private final Host host = Hosts.current();
    private final OwnProcess own = new OwnProcess();

    @BeforeEach
    void requireMarks() {
        assumeTrue(host.seesMarks());
    }

    @Test
    void isEndedWithAllThatItStarted() throws Exception {
        var build = start(LEAVES_A_DAEMON + "sleep 600");
        var daemon = identity(build);

        own.sweep();

        assertThat(build.waitFor()).isEqualTo(Signal.KILL.exitStatus());
        assertThat(host.isAlive(daemon)).isFalse();
        assertThat(own.left()).isEmpty();
    }

    @Test
    void isLeftAloneOnceItEnded() throws Exception {
        var build = start(LEAVES_A_DAEMON);
        var daemon = identity(build);
        assertThat(build.waitFor()).isZero();
        own.ended();

        own.sweep();
        own.close();

        assertThat(host.isAlive(daemon)).isTrue();
        host.signal(daemon.pid(), Signal.KILL);
    }

    @Test
    void isEndedByClosingAndNoneIsStartedAfterThat() throws Exception {
        var build = start("echo $$; sleep 600");

        own.close();

        assertThat(build.waitFor()).isEqualTo(Signal.KILL.exitStatus());
        assertThatThrownBy(() -> start("exit 0"))
                .isInstanceOf(IOException.class)
                .hasMessage("the supervisor is stopping");
    }

    @Test
    void sweepsNothingWhereNoneCouldBeStarted() {
        var missing = new ProcessBuilder("/no/such/program");

        assertThatThrownBy(() -> own.start(missing)).isInstanceOf(IOException.class);
        own.sweep();

        assertThat(own.left()).isEmpty();
    }

    private Process start(String script) throws IOException {
        return own.start(new ProcessBuilder("sh", "-c", script));
    }

    private ProcessIdentity identity(Process process) throws IOException {
        long pid = Long.parseLong(process.inputReader().readLine());
        return host.process(pid).orElseThrow().identity();
    }
}
