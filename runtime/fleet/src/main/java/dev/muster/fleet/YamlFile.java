package dev.muster.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * A file of YAML 1.2 as a tree of nodes, each with its line and column. What would make reading it
 * costly is refused: more than a megabyte, deep nesting, and aliases that multiply (the "billion
 * laughs").
 */
final class YamlFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 32;
    private static final int MOST_ALIASES = 50;

    private final Path file;
    private final Problems problems;

    private YamlFile(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * The root of {@code file}, where it has one; where it cannot be read, the reason is noted as a
     * problem.
     */
    static Optional<Node> read(Path file, Problems problems) {
        return new YamlFile(file, problems).read();
    }

    private Optional<Node> read() {
        try {
            return text().flatMap(this::compose);
        } catch (MarkedYamlEngineException e) {
            e.getProblemMark()
                    .or(e::getContextMark)
                    .ifPresentOrElse(
                            mark -> problems.add(mark, "", sentence(e)),
                            () -> problems.add(FleetProblem.ofFile(file, sentence(e))));
        } catch (YamlEngineException e) {
            problems.add(FleetProblem.ofFile(file, "is no YAML that can be read: " + firstLine(e)));
        }
        return Optional.empty();
    }

    private Optional<String> text() {
        try {
            var bytes = bytes();
            if (bytes.length > MOST_BYTES) {
                return failed("is larger than 1 MB, which no fleet file needs");
            }
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (NoSuchFileException _) {
            return failed("there is no such file");
        } catch (AccessDeniedException _) {
            return failed("may not be read by you; its permissions forbid it");
        } catch (CharacterCodingException _) {
            return failed("is not written in UTF-8");
        } catch (IOException e) {
            return failed("cannot be read: " + e.getMessage());
        }
    }

    /**
     * No more than is needed to see that there are too many: a link may lead to what has no end.
     */
    private byte[] bytes() throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES + 1);
        }
    }

    private Optional<String> failed(String text) {
        problems.add(FleetProblem.ofFile(file, text));
        return Optional.empty();
    }

    private Optional<Node> compose(String text) {
        var settings =
                LoadSettings.builder()
                        .setLabel(file.toString())
                        .setSchema(new CoreSchema())
                        .setMaxAliasesForCollections(MOST_ALIASES)
                        .build();
        if (isTooDeep(new Parse(settings).parseString(text))) {
            return Optional.empty();
        }
        var root = new Compose(settings).composeString(text);
        root.ifPresent(node -> complainOfKeys("", node, identitySet()));
        return root;
    }

    /** Composing recurses, so the depth is looked at before. */
    private boolean isTooDeep(Iterable<Event> events) {
        int depth = 0;
        for (var event : events) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > DEEPEST) {
                Mark mark = event.getStartMark().orElseThrow();
                problems.add(mark, "", "is nested deeper than " + DEEPEST + " levels");
                return true;
            }
        }
        return false;
    }

    /**
     * Notes keys that are there twice or are no text.
     *
     * @param seen nodes that were looked at: aliases make a graph of the tree
     */
    private void complainOfKeys(String path, Node node, Set<Node> seen) {
        if (!seen.add(node)) {
            return;
        }
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> complainOfKeys(path, item, seen));
        }
        if (!(node instanceof MappingNode mapping)) {
            return;
        }
        var firsts = new HashMap<String, Mark>();
        for (var entry : mapping.getValue()) {
            var at = Place.markOf(entry.getKeyNode());
            var key = Place.keyOf(entry);
            if (key.isEmpty()) {
                problems.add(at, path, ScalarShape.shown(entry.getKeyNode()) + " is no key");
                continue;
            }
            var keyPath = path.isEmpty() ? key.get() : path + "." + key.get();
            var first = firsts.putIfAbsent(key.get(), at);
            if (first != null) {
                problems.add(
                        at,
                        keyPath,
                        "is there twice; the first is at %d:%d"
                                .formatted(first.getLine() + 1, first.getColumn() + 1));
            }
            complainOfKeys(keyPath, entry.getValueNode(), seen);
        }
    }

    private static Set<Node> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** The parser's complaint, in words for somebody who has never read its grammar. */
    private static String sentence(MarkedYamlEngineException e) {
        var problem = e.getProblem() == null ? "" : e.getProblem();
        if (problem.contains("TAB")) {
            return "a tab stands here; YAML is indented with spaces";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "a `: ` stands where no key can be; is the line above or its indentation wrong,"
                    + " or is a text to be quoted?";
        }
        if (problem.contains("could not find expected ':'")) {
            return "a key without a colon; write `key: value`";
        }
        if (problem.contains("but found '<block mapping start>'")
                || problem.contains("expected <block end>")) {
            return "this line is indented neither as the lines above nor as one below them";
        }
        if (problem.contains("another document")) {
            return "a second document starts here; a fleet file is one";
        }
        return "this is no YAML: " + ScalarShape.printable(problem);
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
