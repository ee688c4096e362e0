package dev.muster.process.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class ProcFsTest {
    private static final long SELF = ProcessHandle.current().pid();

    /** Beyond the most that a pid can be. */
    private static final long NOBODY = 1L << 30;

    private static final String READY = "echo ready; sleep 600";

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        for (var process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"4711, 4711", "0, 0", "1152921504606846975, 1152921504606846975"})
    void tellsTheLimitThatAMarkStandsIn(String limit, long told) throws IOException {
        var shell =
                start(
                        "ulimit -S -x "
                                + limit
                                + " 2>/dev/null || ulimit -S -w "
                                + limit
                                + "; "
                                + READY);

        assertThat(ProcFs.fileLockLimit(shell.pid())).hasValue(told);
    }

    @Test
    void tellsNoLimitWhereThereIsNoneAndNobody() throws IOException {
        var shell = start("ulimit -S -x unlimited 2>/dev/null || ulimit -S -w unlimited; " + READY);

        assertThat(ProcFs.fileLockLimit(shell.pid())).isEmpty();
        assertThat(ProcFs.fileLockLimit(NOBODY)).isEmpty();
    }

    /** As it was at the start: what a program sets later is seen by its children alone. */
    @Test
    void tellsTheEnvironmentAsItWasGiven() throws IOException {
        var shell =
                start(
                        "LATER=x; export LATER; " + READY,
                        Map.of("EMPTY", "", "EQUALS", "a=b=c", "LINES", "two\nlines"));

        assertThat(ProcFs.environment(shell.pid()))
                .containsEntry("EMPTY", "")
                .containsEntry("EQUALS", "a=b=c")
                .containsEntry("LINES", "two\nlines")
                .doesNotContainKey("LATER");
        assertThat(ProcFs.environment(NOBODY)).isEmpty();
    }

    @Test
    void tellsHowAProcessStands() throws IOException {
        var shell = start(READY);

        var stat = ProcFs.stat(shell.pid()).orElseThrow();

        assertThat(stat.pid()).isEqualTo(shell.pid());
        assertThat(stat.program()).isEqualTo("sh");
        assertThat(stat.parent()).isEqualTo(SELF);
        assertThat(stat.isZombie()).isFalse();
        assertThat(stat.startTicks())
                .as("began after its parent")
                .isGreaterThan(ProcFs.stat(SELF).orElseThrow().startTicks());
        assertThat(ProcFs.stat(NOBODY)).isEmpty();
    }

    @Test
    void countsEveryProcess() throws IOException {
        var shell = start(READY);

        assertThat(ProcFs.census().running())
                .extracting(process -> process.pid())
                .contains(SELF, shell.pid(), 1L)
                .doesNotHaveDuplicates();
    }

    @Test
    void namesTheBoot() {
        assertThat(ProcFs.bootId()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @Test
    void countsTheTimeOfTheProcessors() {
        var time = ProcFs.processorTime();

        assertThat(time.total()).isPositive();
        assertThat(time.idle()).isBetween(1L, time.total());
    }

    private Process start(String script) throws IOException {
        return start(script, Map.of());
    }

    private Process start(String script, Map<String, String> variables) throws IOException {
        var builder = new ProcessBuilder(List.of("sh", "-c", script));
        builder.environment().putAll(variables);
        var shell = builder.start();
        started.add(shell);
        assertThat(shell.inputReader().readLine()).isEqualTo("ready");
        return shell;
    }
}
