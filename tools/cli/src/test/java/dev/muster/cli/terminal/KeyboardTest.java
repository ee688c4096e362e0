package dev.muster.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.utils.NonBlockingPumpReader;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Which keys are told of what a terminal sends. */
final class KeyboardTest {
    private static final String ESC = "\u001b";

    @Test
    void tellsAnEscapeAndTheLetterRightBehindIt() throws Exception {
        assertThat(pressed(ESC + "r")).isEqualTo(ESC + "r");
    }

    @Test
    void tellsEachOfTwoEscapes() throws Exception {
        assertThat(pressed(ESC + ESC + "q")).isEqualTo(ESC + ESC + "q");
    }

    @Test
    void leavesOutKeysThatSendASequence() throws Exception {
        var up = ESC + "[A";
        var shiftF5 = ESC + "[15;2~";
        var f1 = ESC + "OP";

        assertThat(pressed("a" + up + "b" + shiftF5 + f1 + "c")).isEqualTo("abc");
    }

    /** The keys told of what is there to be read at once, up to a last one. */
    private static String pressed(String sent) throws Exception {
        var reader = new NonBlockingPumpReader();
        reader.getWriter().write(sent + ".");
        var keys = new StringBuilder();
        var last = new CountDownLatch(1);
        try (var _ =
                new Keyboard(
                        new SystemBackend(),
                        reader,
                        key -> {
                            if (key == '.') {
                                last.countDown();
                            } else {
                                keys.append((char) key);
                            }
                        })) {
            assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
        }
        return keys.toString();
    }
}
