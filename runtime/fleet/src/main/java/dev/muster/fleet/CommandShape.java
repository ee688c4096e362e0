package dev.muster.fleet;

import dev.muster.fleet.CommandLine.Word;

import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A program and its arguments: a line to be split, or a list that is split already. What is written
 * for a shell is a mistake, because none runs it: see {@link ShellSyntax}.
 */
final class CommandShape implements Shape<List<String>> {
    private static final ListShape<String> LIST =
            new ListShape<>(
                    "arguments", Shapes.anyScalar("argument", "An empty one is \"\""), false);

    @Override
    public Optional<List<String>> read(Place place, Binding binding) {
        var words = place.isEmpty() ? Optional.of(List.<Word>of()) : words(place, binding);
        if (words.filter(CommandShape::namesNoProgram).isPresent()) {
            binding.problem(place, "names no program. Example: python3 notify.py");
            return Optional.empty();
        }
        return words.map(those -> those.stream().map(Word::text).toList());
    }

    @Override
    public SequencedMap<String, Object> schema() {
        var list = LIST.schema();
        list.put("minItems", 1);
        return Shapes.schema(
                "oneOf", List.of(Shapes.schema("type", "string", "minLength", 1), list));
    }

    private static boolean namesNoProgram(List<Word> words) {
        return words.isEmpty() || words.getFirst().text().isBlank();
    }

    private static Optional<List<Word>> words(Place place, Binding binding) {
        return place.node() instanceof ScalarNode line
                ? line(place, line, binding)
                : list(place, binding);
    }

    private static Optional<List<Word>> line(Place place, ScalarNode line, Binding binding) {
        try {
            var words = CommandLine.split(line.getValue());
            var complaint = ShellSyntax.ofALine(line.getValue(), words);
            complaint.ifPresent(text -> binding.problem(place, Shown.of(line) + " " + text));
            return complaint.isPresent() ? Optional.empty() : Optional.of(words);
        } catch (IllegalArgumentException e) {
            binding.problem(place, Shown.of(line) + " " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<List<Word>> list(Place place, Binding binding) {
        var items = LIST.read(place, binding);
        if (items.filter(each -> each.size() == place.items().size()).isEmpty()) {
            return Optional.empty();
        }
        var words = new ArrayList<Word>();
        boolean isRight = true;
        for (var item : place.items()) {
            words.add(Word.bare(item.scalar().orElse("")));
            var complaint = ShellSyntax.ofAnItem(words);
            complaint.ifPresent(text -> binding.problem(item, Shown.of(item.node()) + " " + text));
            isRight &= complaint.isEmpty();
        }
        return isRight ? Optional.of(words) : Optional.empty();
    }
}
