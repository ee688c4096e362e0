package dev.muster.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How a question in the screen is answered, and how long its outcome stays. */
final class PromptTest {
    private static final char ENTER = '\r';
    private static final char TAB = '\t';

    private final List<String> answers = new ArrayList<>();
    private final Prompt prompt =
            new Prompt(
                    "which?",
                    new Choice(List.of("catalog", "orders", "orders-db")),
                    (name, rest) -> {
                        if (rest.equals("no")) {
                            return Optional.of("that is not a number");
                        }
                        answers.add((name + " " + rest).strip());
                        return Optional.empty();
                    });

    @ParameterizedTest
    @CsvSource({
        "catalog, catalog",
        "2, orders",
        "3 5, orders-db 5",
        "c 2, catalog 2",
        "orders 4, orders 4",
        "orders-, orders-db",
        "'  1   2 ', catalog 2",
    })
    void takesANameItsNumberOrItsStart(String typed, String answer) {
        type(typed);

        assertThat(prompt.press(ENTER)).isTrue();
        assertThat(answers).containsExactly(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "o, '\"o\" is none of these, or more than one'",
        "0, '\"0\" is none of these, or more than one'",
        "4, '\"4\" is none of these, or more than one'",
        "x 3, '\"x\" is none of these, or more than one'",
        "1 no, that is not a number",
    })
    void saysWhyThatIsNoAnswerAndAsksOn(String typed, String complaint) {
        type(typed);

        assertThat(prompt.press(ENTER)).isFalse();
        assertThat(answers).isEmpty();
        assertThat(prompt.lines(80))
                .containsExactly(
                        "  1 catalog   2 orders   3 orders-db",
                        "  " + complaint,
                        "  which? " + typed);
        prompt.press('!');
        assertThat(prompt.lines(80)).doesNotContain("  " + complaint);
    }

    @Test
    void offersTheNamesInAsManyLinesAsTheyNeed() {
        assertThat(prompt.lines(24))
                .containsExactly("  1 catalog   2 orders", "  3 orders-db", "  which? ");
    }

    @ParameterizedTest
    @CsvSource({"c, 'catalog '", "o, orders", "orders-, 'orders-db '", "x, x"})
    void completesWhatIsTyped(String typed, String completed) {
        type(typed);
        prompt.press(TAB);

        assertThat(prompt.lines(80)).last().isEqualTo("  which? " + completed);
    }

    @Test
    void isGivenUpByEscapeAndByAnEmptyLine() {
        assertThat(prompt.press(ENTER)).isTrue();
        type("cat");
        assertThat(prompt.press(Keyboard.ESCAPE)).isTrue();
        assertThat(answers).isEmpty();
    }

    @Test
    void letsTheOutcomeOfAnOrderLeaveTheScreen() {
        var now = new AtomicLong();
        var notices = new Notices(now::get);

        notices.show("it failed\nbecause");
        now.addAndGet(19_000_000_000L);
        assertThat(notices.lines()).containsExactly("it failed", "because");
        now.addAndGet(2_000_000_000L);
        assertThat(notices.lines()).isEmpty();
    }

    private void type(String text) {
        text.chars().forEach(prompt::press);
    }
}
