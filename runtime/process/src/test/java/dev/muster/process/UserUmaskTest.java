package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;

final class UserUmaskTest {

    @Test
    void isThatOfTheShellWhichStartedTheFleet() throws Exception {
        var umask = UserUmask.of(Map.of(UserUmask.VARIABLE, "0027"));

        assertThat(run(umask.around(List.of("sh", "-c", "umask")))).isEqualTo("0027\n");
    }

    @Test
    void handsTheCommandOnAsItIs() throws Exception {
        var command = List.of("printf", "[%s]", "two words", "$HOME", "it's \"so\"", "", "-n", "é");

        assertThat(run(new UserUmask("0022").around(command))).isEqualTo(run(command));
    }

    @Test
    void leavesTheExitStatusToTheCommand() throws Exception {
        var command = new UserUmask("0022").around(List.of("sh", "-c", "exit 7"));

        assertThat(new ProcessBuilder(command).start().waitFor()).isEqualTo(7);
    }

    @Test
    void changesNothingWhereTheAgentHasTheUsersOwn() {
        var command = List.of("sleep", "1");

        assertThat(UserUmask.of(Map.of("PATH", "/bin")).around(command)).isEqualTo(command);
    }

    private static String run(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
