package dev.muster.fleet;

import static java.lang.Character.SURROGATE;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
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
 * A file of YAML 1.2 as a tree of nodes, each with its line and column. Nothing that is written in
 * it is passed over in silence: keys that are there twice, tags, and control characters are
 * problems. What would make reading it costly is refused: see {@link YamlLimits}.
 */
final class YamlFile {
    private static final int MOST_BYTES = 16 << 20;

    /** Shown in messages and joined into paths. */
    private static final int LONGEST_KEY = 256;

    private static final ScalarResolver UNTAGGED = new CoreSchema().getScalarResolver();

    private static final String ENDS_A_RUN = " \t\r\n,[]{}\"'";

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
            problems.add(
                    FleetProblem.ofFile(file, "is not YAML that can be read: " + firstLine(e)));
        }
        return Optional.empty();
    }

    private Optional<String> text() {
        try {
            var bytes = bytes();
            if (bytes.length > MOST_BYTES) {
                return failed("is larger than 16 MB, which no fleet file needs");
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
                        .setCodePointLimit(MOST_BYTES)
                        // How much they may multiply is for the limits to say.
                        .setMaxAliasesForCollections(Integer.MAX_VALUE)
                        .build();
        if (holdsUnprintable(text)
                || holdsEndlessRun(text)
                || YamlLimits.areExceeded(new Parse(settings).parseString(text), problems)) {
            return Optional.empty();
        }
        var root = new Compose(settings).composeString(text);
        root.ifPresent(node -> complain("", node, identitySet()));
        return root;
    }

    /** YAML is made of printable characters (YAML 1.2.2, section 5.1); notes those that are not. */
    private boolean holdsUnprintable(String text) {
        int line = 1;
        int column = 1;
        boolean found = false;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                found = true;
                problems.add(
                        new FleetProblem(
                                file, line, column, "", controlCharacter(c) + ", stands here"));
            }
            column++;
            if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
                line++;
                column = 1;
            }
        }
        return found;
    }

    /** The parser's time grows with the square of a word, a comment or a run of blanks. */
    private boolean holdsEndlessRun(String text) {
        int line = 1;
        int lineStart = 0;
        int runStart = 0;
        boolean inComment = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i - runStart == YamlLimits.LONGEST_TEXT) {
                problems.add(
                        new FleetProblem(
                                file,
                                line,
                                runStart - lineStart + 1,
                                "",
                                "begins a run of more than %,d characters, which no program can be given"
                                        .formatted(YamlLimits.LONGEST_TEXT)));
                return true;
            }
            if (c == '\n') {
                line++;
                lineStart = i + 1;
                inComment = false;
            }
            inComment |= c == '#' && i == runStart;
            boolean goesOn = inComment || (c == ' ' && i > 0 && text.charAt(i - 1) == ' ');
            if (!goesOn && ENDS_A_RUN.indexOf(c) >= 0) {
                runStart = i + 1;
            }
        }
        return false;
    }

    /**
     * Notes what no value of a fleet file is, and keys that are there twice or are no text.
     *
     * @param seen nodes that were looked at: an alias is the node that it stands for
     */
    private void complain(String path, Node node, Set<Node> seen) {
        if (!seen.add(node)) {
            return;
        }
        complainOfTag(path, node);
        switch (node) {
            case SequenceNode list -> list.getValue().forEach(item -> complain(path, item, seen));
            case MappingNode mapping -> complainOfEntries(path, mapping, seen);
            case ScalarNode scalar ->
                    unfitCharacter(scalar.getValue())
                            .ifPresent(
                                    c ->
                                            problems.add(
                                                    Place.markOf(scalar),
                                                    path,
                                                    Shown.of(scalar)
                                                            + " holds "
                                                            + controlCharacter(c)));
            default -> {}
        }
    }

    private void complainOfEntries(String path, MappingNode mapping, Set<Node> seen) {
        var firsts = new HashMap<String, Mark>();
        for (var entry : mapping.getValue()) {
            var at = Place.markOf(entry.getKeyNode());
            var key = Place.keyOf(entry).filter(name -> name.length() <= LONGEST_KEY);
            if (key.isEmpty()) {
                problems.add(at, path, Shown.of(entry.getKeyNode()) + " is not a key");
                continue;
            }
            var keyPath = path.isEmpty() ? key.get() : path + "." + key.get();
            complain(keyPath, entry.getKeyNode(), seen);
            var first = firsts.putIfAbsent(key.get(), at);
            if (first != null) {
                problems.add(
                        at,
                        keyPath,
                        "is there twice; the first is at %d:%d"
                                .formatted(first.getLine() + 1, first.getColumn() + 1));
            }
            complain(keyPath, entry.getValueNode(), seen);
        }
    }

    /** A tag says how a value is to be read, and that is for the key to say. */
    private void complainOfTag(String path, Node node) {
        boolean isItsOwn =
                switch (node) {
                    case MappingNode _ -> node.getTag().equals(Tag.MAP);
                    case SequenceNode _ -> node.getTag().equals(Tag.SEQ);
                    case ScalarNode scalar ->
                            scalar.getTag().equals(Tag.STR)
                                    || (scalar.isPlain()
                                            && scalar.getTag()
                                                    .equals(
                                                            UNTAGGED.resolve(
                                                                    scalar.getValue(), true)));
                    default -> true;
                };
        if (!isItsOwn) {
            problems.add(
                    Place.markOf(node),
                    path,
                    "has the tag "
                            + Shown.printable(node.getTag().getValue().replace(Tag.PREFIX, "!!"))
                            + ", and a fleet file has no tags. Write the value alone");
        }
    }

    /** A character that no argument, variable, name or path is to hold. */
    private static Optional<Integer> unfitCharacter(String text) {
        return text.codePoints()
                .filter(c -> Character.isISOControl(c) || Character.getType(c) == SURROGATE)
                .filter(c -> c != '\t' && c != '\n')
                .boxed()
                .findFirst();
    }

    private static String controlCharacter(int c) {
        return "%s, which is not a character of a text"
                .formatted(Shown.printable(Character.toString(c)));
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
        return "this is not YAML: " + Shown.printable(problem);
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
