package dev.muster.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What starts an agent again, with a shell in the agent's place that ends as it is told. */
final class AgentKeeperTest {
    @TempDir private Path folder;

    @Test
    void startsAnAgentAgainThatDiedOfItselfAndTellsItOfWhat() throws Exception {
        var end = keep("exit 3", "kill -ABRT $$", "kill -SEGV $$", "exit 0");

        assertThat(end.status()).isZero();
        assertThat(end.runs())
                .containsExactly(
                        "--owned --keeper=" + end.keeper(),
                        "--owned --keeper=" + end.keeper() + " --died-with=3",
                        "--owned --keeper=" + end.keeper() + " --died-with=134",
                        "--owned --keeper=" + end.keeper() + " --died-with=139");
        assertThat(end.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"exit 0,0", "exit 1,1", "kill -KILL $$,137", "kill -TERM $$,143"})
    void startsNoneAgainThatEndedInOrderOrByOthers(String last, int status) throws Exception {
        var end = keep(last, "exit 0");

        assertThat(end.status()).isEqualTo(status);
        assertThat(end.runs()).hasSize(1);
        assertThat(end.complaints()).isEmpty();
    }

    @Test
    void startsNoneAgainThatDiedWhileItWasTold() throws Exception {
        var end = keep("kill -TERM $PPID; exit 3", "exit 0");

        assertThat(end.status()).isEqualTo(3);
        assertThat(end.runs()).hasSize(1);
    }

    @Test
    void givesUpWithOneLineWhenTheAgentKeepsDying() throws Exception {
        var end = keep("exit 3", "exit 3", "exit 3", "exit 3", "exit 0");

        assertThat(end.status()).isEqualTo(3);
        assertThat(end.runs()).hasSize(4);
        assertThat(end.complaints())
                .isEqualTo(
                        "The agent died 4 times within 300 s, the last time with exit status 3,"
                                + " and is not started again.\n");
    }

    /** How the keeper ended, the arguments of each run of its agent, and what was complained of. */
    private record End(long keeper, int status, List<String> runs, String complaints) {}

    /**
     * @param lasts what the agent does last, run by run
     */
    private End keep(String... lasts) throws IOException, InterruptedException {
        var keeper = folder.resolve("agent.sh");
        try (var script =
                Objects.requireNonNull(AgentProcess.class.getResourceAsStream("agent.sh"))) {
            Files.write(keeper, script.readAllBytes());
        }
        for (int run = 0; run < lasts.length; run++) {
            Files.writeString(folder.resolve("last" + (run + 1)), lasts[run]);
        }
        var runs = folder.resolve("runs");
        var agent =
                Files.writeString(
                        folder.resolve("program"),
                        """
                        echo "$*" >>runs
                        . ./last$(($(wc -l <runs)))
                        """);
        var complaints = folder.resolve("complaints");
        var process =
                new ProcessBuilder("sh", keeper.toString(), "sh", agent.toString(), "--owned")
                        .directory(folder.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(complaints.toFile())
                        .start();
        int status = process.waitFor();
        return new End(
                process.pid(), status, Files.readAllLines(runs), Files.readString(complaints));
    }
}
