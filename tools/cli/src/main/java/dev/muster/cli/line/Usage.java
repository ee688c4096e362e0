package dev.muster.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a verb is used, said once for the parser, the help and the docs.
 *
 * @param operands in their order; the required ones come first
 * @param examples whole commands, some with a {@code #} and what they are for
 */
public record Usage(
        String name,
        String summary,
        List<Operand<?>> operands,
        List<Option> options,
        List<String> examples) {
    public Usage {
        operands = List.copyOf(operands);
        options = List.copyOf(options);
        examples = List.copyOf(examples);
    }

    public static Usage of(String name, String summary) {
        return new Usage(name, summary, List.of(), List.of(), List.of());
    }

    public Usage operands(Operand<?>... these) {
        return new Usage(name, summary, List.of(these), options, examples);
    }

    public Usage options(Option... these) {
        return new Usage(name, summary, operands, List.of(these), examples);
    }

    public Usage examples(String... these) {
        return new Usage(name, summary, operands, options, List.of(these));
    }

    /** The verb and its operands, such as {@code scale SVC N}. */
    public String synopsis() {
        return Stream.concat(Stream.of(name), operands.stream().map(Operand::shown))
                .collect(Collectors.joining(" "));
    }

    /** One line: the verb and all that may follow it. */
    String line() {
        return Stream.concat(Stream.of(synopsis()), options.stream().map(Option::shown))
                .collect(Collectors.joining(" "));
    }

    /** What {@code muster help VERB} prints. */
    public List<String> help() {
        var lines = new ArrayList<String>();
        lines.add("muster " + synopsis() + " - " + summary);
        lines.add("");
        int width = options.stream().mapToInt(each -> each.listed().length()).max().orElse(0);
        for (var option : options) {
            lines.add("  " + padded(option.listed(), width) + "  " + option.summary());
        }
        lines.add("");
        lines.add("examples:");
        examples.forEach(example -> lines.add("  " + example));
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
