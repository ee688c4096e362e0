package dev.muster.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is written to a terminal, and what to a file. */
final class LiveTextTest {
    private static final String UP_TWO = "\r\u001b[2A";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final LiveText text = LiveText.in(() -> Size.of(20, 4), stream);

    @Test
    void drawsInPlaceOfWhatWasDrawn() {
        text.draw(List.of("one", "two"), List.of(""));
        assertThat(written()).isEqualTo("one\u001b[K\ntwo\u001b[K\n\u001b[K\u001b[J");
        text.draw(List.of("three"), List.of());
        assertThat(written()).isEqualTo(UP_TWO + "three\u001b[K\u001b[J");
    }

    @Test
    void putsLinesThatStayAboveWhatIsDrawn() {
        text.draw(List.of("table", ""), List.of("keys"));
        written();
        text.print("a line");
        assertThat(written()).isEqualTo(UP_TWO + "\u001b[Ja line\n");
        text.draw(List.of("table"), List.of());
        assertThat(written()).startsWith("table");
    }

    @Test
    void cutsWhatIsTooWideAndTheBodyWhereItIsTooHigh() {
        text.draw(List.of("a", "b", "c", "d", "0123456789012345678901234"), List.of("keys", ""));
        assertThat(written())
                .isEqualTo(
                        "a\u001b[K\n  and 4 more lines:\u001b[K\nkeys\u001b[K\n\u001b[K\u001b[J");
        text.draw(List.of("\u001b[2m0123456789012345678901234\u001b[0m"), List.of());
        assertThat(written()).contains("\u001b[2m0123456789012345678\u001b[0m");
    }

    @Test
    void breaksALineThatStaysBetweenWords() {
        text.tell("  start   catalog 0.8 s  orders 0.9 s  a-name-without-any-space 1 s", 10);
        assertThat(written())
                .isEqualTo(
                        """
                          start   catalog
                                  0.8 s
                                  orders
                                  0.9 s
                                  a-name-without-any-space 1 s
                        """);
    }

    @Test
    void breaksManyLinesAndIndentsWhatFollows() {
        assertThat(LiveText.allBroken("a word or two\n  3:4  some longer text\n", 14))
                .isEqualTo("a word or two\n  3:4  some\n      longer\n      text");
        assertThat(LiveText.broken("\u001b[2mkeys\u001b[0m of it", 10, 2))
                .isEqualTo("\u001b[2mkeys\u001b[0m of it");
    }

    @Test
    void tellsNoBeginningWhereStepsAreDrawn() {
        text.tellWithoutScreen("a beginning");
        assertThat(written()).isEmpty();
    }

    @Test
    void drawsNoMoreOnceItHasEnded() {
        text.draw(List.of("table"), List.of());
        text.end();
        written();
        text.draw(List.of("table"), List.of());
        text.clear();
        text.print("the end");
        assertThat(written()).isEqualTo("the end\n");
    }

    @Test
    void printsPlainLinesWhereThereIsNoTerminal() {
        var plain = LiveText.plain(stream);
        plain.draw(List.of("a step"), List.of());
        plain.tellWithoutScreen("a beginning");
        plain.print("a line");
        plain.clear();
        plain.end();
        assertThat(written()).isEqualTo("a beginning\na line\n");
    }

    /** What was written since the last call. */
    private String written() {
        var text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }
}
