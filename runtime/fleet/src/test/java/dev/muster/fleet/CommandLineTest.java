package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static java.util.stream.Collectors.joining;

import dev.muster.fleet.CommandLine.Word;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "python3 notify.py; python3|notify.py",
                "`  a   b  `; a|b",
                "a 'b c' d; a|b c|d",
                "a \"b c\" d; a|b c|d",
                "a b\\ c; a|b c",
                "a --name='b c'; a|--name=b c",
                "a '' b; a||b",
                "a \"it's\"; a|it's",
                "a 'say \"hi\"'; a|say \"hi\"",
                "a \"\\\"\" ; a|\"",
                "a '\\n' \"\\n\"; a|\\n|\\n",
                "sh -c 'exec x $PORT | y'; sh|-c|exec x $PORT | y",
                "sh -c \"exec x $PORT\"; sh|-c|exec x $PORT",
                "a 5$ $; a|5$|$",
            })
    void splitsAsAShellWouldWithoutExpanding(String line, String words) {
        assertThat(CommandLine.split(line).stream().map(Word::text).collect(joining("|")))
                .isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a | b", "a > log", "a && b", "a; b", "a `b`", "a < b"})
    void refusesWhatOnlyAShellUnderstands(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandLine.split(line))
                .withMessageContaining("sh -c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \\\n  b\n", "\na b\n\n", "a\tb\r\n"})
    void takesALineThatIsWrittenOverSeveral(String text) {
        assertThat(CommandLine.split(text)).extracting(Word::text).containsExactly("a", "b");
    }

    @Test
    void refusesASecondLineAndKeepsOneThatIsQuoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandLine.split("a b\nc"))
                .withMessageStartingWith("has more than one line");
        assertThat(CommandLine.split("sh -c 'a\nb'")).extracting(Word::text).contains("a\nb");
    }

    @Test
    void refusesAnOpenQuote() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandLine.split("a 'b"))
                .withMessage("leaves a ' open");
    }
}
