package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What every host keeps; what it need not tell is tested where it does. */
public abstract class HostContract {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Beyond the most that a pid can be. */
    private static final long NOBODY = 1L << 30;

    private final Host host;
    private final List<Process> started = new ArrayList<>();

    protected HostContract(Host host) {
        this.host = host;
    }

    @AfterEach
    void end() {
        for (var process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void knowsThisMachine() {
        assertThat(host.isHere()).isTrue();
    }

    @Test
    void findsAProcessByItsPidAndAmongAllOfThem() throws IOException {
        var sleep = start("sleep", "600");

        var entry = host.process(sleep.pid()).orElseThrow();

        assertThat(entry.parent()).isEqualTo(ProcessHandle.current().pid());
        assertThat(host.census().running())
                .extracting(ProcessEntry::identity)
                .contains(entry.identity());
        assertThat(host.isAlive(entry.identity())).isTrue();
    }

    @Test
    void namesAProcessByItsProgram() throws IOException {
        var sleep = start("sleep", "600");

        // Between fork and exec it still is what started it.
        await().atMost(PATIENCE)
                .until(() -> host.process(sleep.pid()).orElseThrow().program(), "sleep"::equals);
    }

    @Test
    void takesNoOtherProcessWithThePidForTheOneThatWasSeen() throws IOException {
        var seen = identity(start("sleep", "600"));

        assertThat(host.isAlive(new ProcessIdentity(seen.pid(), seen.start() - 10))).isFalse();
        assertThat(host.isAlive(new ProcessIdentity(seen.pid(), ProcessIdentity.UNKNOWN_START)))
                .isTrue();
    }

    @Test
    void tellsOfNothingThatIsGone() throws Exception {
        var ended = start("sleep", "600");
        var seen = identity(ended);
        ended.destroyForcibly().waitFor();

        assertThat(host.isAlive(seen)).isFalse();
        assertThat(host.process(NOBODY)).isEmpty();
        assertThat(host.environment(NOBODY)).isEmpty();
        assertThat(host.listening(List.of(NOBODY))).isEmpty();
        assertThat(host.isMarked(NOBODY, Mark.drawn())).isFalse();
    }

    /** As in a container whose first process does not reap. */
    @Test
    void takesAProcessForGoneThatNobodyReaps() throws IOException {
        var parent = start("sh", "-c", "sleep 0 & echo $!; exec sleep 600");
        long zombie = Long.parseLong(parent.inputReader().readLine());

        await().atMost(PATIENCE).until(() -> host.process(zombie).isEmpty());
        assertThat(host.census().running()).extracting(ProcessEntry::pid).doesNotContain(zombie);
        assertThat(host.census().zombies()).extracting(ProcessEntry::pid).contains(zombie);
    }

    @Test
    void tellsTheEndsOfProcessesThatAreNoChildren() throws IOException {
        var shell = start("sh", "-c", "sleep 600 & sleep 600 & echo $!; read line; kill $!; wait");
        long pid = Long.parseLong(shell.inputReader().readLine());
        var grandchild = host.process(pid).orElseThrow().identity();
        var gone = new ProcessIdentity(NOBODY, 1);
        var told = new CopyOnWriteArrayList<ProcessIdentity>();

        var watch =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> host.awaitEnds(List.of(grandchild, gone), told::add));
        await().atMost(PATIENCE).until(() -> told.contains(gone));
        assertThat(told).doesNotContain(grandchild);
        try (var input = shell.outputWriter()) {
            input.write("now\n");
        }

        await().atMost(PATIENCE).until(() -> !watch.isAlive());
        assertThat(told).containsExactly(gone, grandchild);
    }

    @Test
    void signalsOneProcess() throws Exception {
        var sleep = start("sleep", "600");

        assertThat(host.signal(sleep.pid(), Signal.TERM)).isTrue();

        assertThat(sleep.waitFor()).isEqualTo(Signal.TERM.exitStatus());
        assertThat(host.signal(NOBODY, Signal.TERM)).isFalse();
    }

    /** Which are those of everybody, of the own group, and of that once more, cut to an int. */
    @Test
    void knowsNoGroupByNumbersThatAreNone() {
        assertThat(host.isGroupAlive(1)).isFalse();
        assertThat(host.isGroupAlive(0)).isFalse();
        assertThat(host.isGroupAlive(1L << 32)).isFalse();
    }

    @Test
    void startsALeaderOfItsOwnSessionWithItsPid() throws Exception {
        var leader = start(host.inNewSession(List.of("sh", "-c", "sleep 600 & echo $$; wait")));

        assertThat(Long.parseLong(leader.inputReader().readLine())).isEqualTo(leader.pid());
        assertThat(host.isGroupAlive(leader.pid())).isTrue();
        if (host.seesSessions()) {
            assertThat(host.process(leader.pid()).orElseThrow().isInSession(leader.pid())).isTrue();
        }
    }

    @Test
    void signalsAGroupWhoseLeaderIsGone() throws Exception {
        var leader = start(host.inNewSession(List.of("sh", "-c", "sleep 600 & echo $!")));
        long member = Long.parseLong(leader.inputReader().readLine());
        leader.waitFor();
        assertThat(host.isGroupAlive(leader.pid())).isTrue();

        assertThat(host.signal(-leader.pid(), Signal.KILL)).isTrue();

        await().atMost(PATIENCE).until(() -> host.process(member).isEmpty());
        await().atMost(PATIENCE).until(() -> !host.isGroupAlive(leader.pid()));
        assertThat(host.signal(-leader.pid(), Signal.KILL)).isFalse();
    }

    @Test
    void saysThatACommandIsMissingWhichWasToLeadASession() throws Exception {
        var missing = start(host.inNewSession(List.of("/no/such/program")));

        assertThat(missing.waitFor()).isNotZero();
        assertThat(missing.errorReader().readLine()).contains("/no/such/program");
    }

    @Test
    void seesMarksOrSaysThatItDoesNot() throws IOException {
        var mark = Mark.drawn();
        var builder = new ProcessBuilder("sh", "-c", "echo ready; sleep 600");
        builder.environment().put(Mark.VARIABLE, mark.nonce());
        var marked = builder.start();
        started.add(marked);
        marked.inputReader().readLine();

        assertThat(host.isMarked(marked.pid(), mark)).isEqualTo(host.seesMarks());
        assertThat(host.isMarked(marked.pid(), Mark.drawn())).isFalse();
    }

    @Test
    void givesNoHeadOfAFileBackThatIsNotThere() {
        assertThat(host.giveBackHead(Path.of("no-such-file"), 4_096)).isFalse();
    }

    @Test
    void namesItsBootAlwaysTheSame() {
        assertThat(host.bootId()).isNotEmpty().isEqualTo(host.bootId());
    }

    @Test
    void countsNothingBackwards() {
        var before = host.processorTime();

        assertThat(host.processorTime().idleShareSince(before)).isBetween(0.0, 1.0);
        assertThat(host.outOfMemoryKills()).isNotNegative();
    }

    protected Process start(String... command) throws IOException {
        return start(List.of(command));
    }

    protected Process start(List<String> command) throws IOException {
        return start(command, Map.of());
    }

    protected Process start(List<String> command, Map<String, String> variables)
            throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        var process = builder.start();
        started.add(process);
        return process;
    }

    private ProcessIdentity identity(Process process) {
        return host.process(process.pid()).orElseThrow().identity();
    }
}
