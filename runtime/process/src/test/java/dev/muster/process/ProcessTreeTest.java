package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that a replica is, as real processes, and how it is ended. */
final class ProcessTreeTest {
    private static final List<String> STRANGER = List.of("sh", "-c", "echo $$; sleep 600");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Host host = Hosts.current();
    private final Mark mark = Mark.drawn();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        Sweep.marked(mark);
        for (var process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void isTheSessionWhatLeftItAndWhatTheseStarted() throws IOException {
        var stranger = start(new ProcessBuilder("sleep", "600"));
        var leader =
                lead(
                        "sleep 600 & a=$!; setsid sleep 600 & b=$!; env -i setsid sleep 600 & c=$!;"
                                + " echo $$ $a $b $c; wait");

        var pids = pids(leader);

        assertThat(tree(leader).members())
                .extracting(ProcessEntry::pid)
                .containsExactlyInAnyOrderElementsOf(pids)
                .doesNotContain(stranger.pid());
    }

    @Test
    void keepsWhatLeftTheSessionAndLostItsParent() throws Exception {
        assumeTrue(host.seesMarks());
        var leader = lead("setsid sleep 600 >&- & echo $!");
        var tree = tree(leader);
        var daemon = pids(leader);
        leader.waitFor();

        assertThat(tree.members()).extracting(ProcessEntry::pid).isEqualTo(daemon);
        assertThat(tree.awaitGone(Duration.ofMillis(20))).isFalse();
        assertThat(tree.sweep()).isEmpty();
        assertThat(tree.awaitGone(PATIENCE)).isTrue();
    }

    @Test
    void isNothingWhereItsWrappersPidWasGivenToAnother() throws IOException {
        assumeTrue(host.seesSessions());
        var stranger = start(new ProcessBuilder(host.inNewSession(STRANGER)));
        pids(stranger);
        var seen = tree(stranger).session();
        var before = new ProcessTree(new Session(seen.leader(), seen.startTicks() - 1), mark);

        assertThat(before.members()).isEmpty();
        assertThat(before.terminate()).isFalse();
        before.kill();
        assertThat(before.sweep()).isEmpty();
        assertThat(before.awaitGone(PATIENCE)).isTrue();
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void asksEachOfThemToEnd() throws Exception {
        var program = "sh -c 'trap \"echo %s; exit\" TERM; echo up; sleep 600 & wait' & ";
        var leader =
                lead(
                        "trap : TERM; %s setsid %s wait; wait; wait; echo last"
                                .formatted(program.formatted("inside"), program.formatted("left")));
        var lines = leader.inputReader();
        assertThat(List.of(lines.readLine(), lines.readLine())).containsOnly("up");

        assertThat(tree(leader).terminate()).isTrue();

        assertThat(List.of(lines.readLine(), lines.readLine()))
                .containsExactlyInAnyOrder("inside", "left");
        assertThat(lines.readLine()).isEqualTo("last");
    }

    @Test
    void hasNobodyToAskBeforeItStartedAndAfterItEnded() throws Exception {
        var leader = lead("echo $$; read line");
        pids(leader);
        var tree = tree(leader);
        leader.outputWriter().close();
        leader.waitFor();

        assertThat(tree.terminate()).isFalse();
        assertThat(tree.awaitGone(PATIENCE)).isTrue();
    }

    @Test
    void leavesItsWrapperToWriteTheStatusDown() throws Exception {
        var leader = lead("sleep 600 & echo $!; wait $!; echo status $?");
        pids(leader);

        tree(leader).kill();

        assertThat(leader.inputReader().readLine()).isEqualTo("status 137");
        assertThat(leader.waitFor()).isZero();
    }

    @Test
    void killsAWrapperThatIsAllThatIsLeft() throws Exception {
        var leader = lead("echo $$; trap '' TERM; read line");
        pids(leader);
        var tree = tree(leader);

        tree.kill();

        assertThat(leader.waitFor()).isEqualTo(Signal.KILL.exitStatus());
    }

    @Test
    void isSweptThoughItStartsOthersMeanwhile() throws Exception {
        var leader = lead("trap '' TERM; echo $$; while :; do sh -c 'sleep 600'; done");
        pids(leader);
        var tree = tree(leader);

        assertThat(tree.sweep()).isEmpty();

        assertThat(tree.members()).isEmpty();
        assertThat(leader.waitFor()).isEqualTo(Signal.KILL.exitStatus());
    }

    /** Starts a replica's wrapper; its script says on the first line what the test is to know. */
    private Process lead(String script) throws IOException {
        var builder = new ProcessBuilder(host.inNewSession(List.of("sh", "-c", script)));
        builder.environment().put(Mark.VARIABLE, mark.nonce());
        return start(builder);
    }

    private Process start(ProcessBuilder builder) throws IOException {
        var process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        started.add(process);
        return process;
    }

    private ProcessTree tree(Process leader) {
        long start = host.process(leader.pid()).orElseThrow().start();
        return new ProcessTree(new Session(leader.pid(), start), mark);
    }

    private static List<Long> pids(Process process) throws IOException {
        return Arrays.stream(process.inputReader().readLine().split(" "))
                .map(Long::valueOf)
                .toList();
    }
}
