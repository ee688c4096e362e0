package dev.muster.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The blocks of code of a document. */
record Markdown(String text) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```");

    static Markdown of(Path file) throws IOException {
        return new Markdown(Files.readString(file));
    }

    /** The blocks of one language, in order. */
    List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** The lines of every shell block, without their comments. */
    List<String> commands() {
        return blocks("sh").stream()
                .flatMap(String::lines)
                .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** What stands between backticks in the prose and begins as given. */
    String inline(String beginning) {
        return inlines(Pattern.quote(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing begins with " + beginning));
    }

    /** The muster commands between backticks in the prose. */
    List<String> inlineCommands() {
        return inlines("(?:\\./)?muster ").distinct().toList();
    }

    private Stream<String> inlines(String beginning) {
        return Pattern.compile("`(" + beginning + "[^`]*)`")
                .matcher(text)
                .results()
                .map(match -> match.group(1));
    }
}
