package dev.muster.fleet;

import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** One value: a text, a number, a duration. */
final class ScalarShape<T> implements Shape<T> {

    private final String noun;
    private final String hint;
    private final Set<Tag> tags;
    private final Function<String, Optional<T>> parse;
    private final List<Rule<T>> rules;
    private final SequencedMap<String, Object> schema;

    /** What a value that can be read must still fulfil. */
    private record Rule<T>(Predicate<T> fulfilled, String complaint) {}

    private ScalarShape(
            String noun,
            String hint,
            Set<Tag> tags,
            Function<String, Optional<T>> parse,
            List<Rule<T>> rules,
            SequencedMap<String, Object> schema) {
        this.noun = noun;
        this.hint = hint;
        this.tags = tags;
        this.parse = parse;
        this.rules = rules;
        this.schema = schema;
    }

    /**
     * @param noun what it is, without an article: a wrong value "is not a NOUN"
     * @param hint a sentence that helps to write a right one, such as {@code Examples: 250ms, 2s}
     * @param parse empty for what it cannot read
     */
    static <T> ScalarShape<T> of(
            String noun,
            String hint,
            Function<String, Optional<T>> parse,
            SequencedMap<String, Object> schema) {
        return new ScalarShape<>(noun, hint, Set.of(), parse, List.of(), schema);
    }

    /** This shape, taking only values that YAML itself reads as one of {@code types}. */
    ScalarShape<T> written(Tag... types) {
        return new ScalarShape<>(noun, hint, Set.of(types), parse, rules, schema);
    }

    /**
     * This shape with one more rule; a value that breaks it is shown, followed by the complaint.
     */
    ScalarShape<T> where(Predicate<T> fulfilled, String complaint) {
        var more = new ArrayList<>(rules);
        more.add(new Rule<>(fulfilled, complaint));
        return new ScalarShape<>(noun, hint, tags, parse, List.copyOf(more), schema);
    }

    @Override
    public Optional<T> read(Place place, Binding binding) {
        if (place.isEmpty()) {
            binding.problem(place, "has no value. Expected: " + noun + ". " + hint);
            return Optional.empty();
        }
        var value = parsed(place.node());
        if (value.isEmpty()) {
            binding.problem(
                    place, Shown.of(place.node()) + " is not " + withArticle() + ". " + hint);
            return Optional.empty();
        }
        var broken = rules.stream().filter(rule -> !rule.fulfilled.test(value.get())).findFirst();
        broken.ifPresent(
                rule -> binding.problem(place, Shown.of(place.node()) + " " + rule.complaint));
        return broken.isPresent() ? Optional.empty() : value;
    }

    @Override
    public SequencedMap<String, Object> schema() {
        return schema;
    }

    private Optional<T> parsed(Node node) {
        return node instanceof ScalarNode scalar
                        && (tags.isEmpty() || tags.contains(scalar.getTag()))
                ? parse.apply(scalar.getValue())
                : Optional.empty();
    }

    private String withArticle() {
        return ("aeiou".indexOf(noun.charAt(0)) < 0 ? "a " : "an ") + noun;
    }
}
