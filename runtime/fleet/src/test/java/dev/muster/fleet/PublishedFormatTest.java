package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.joining;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code docs} says of the fleet file is what the code reads. With {@code
 * -Dmuster.write.docs=true} the parts that are made from the code are written instead of compared.
 */
final class PublishedFormatTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final Path SCHEMA = DOCS.resolve("muster.schema.json");
    private static final Path PAGE = DOCS.resolve("fleet-file.md");
    private static final Pattern KEY_TABLE =
            Pattern.compile("(?s)(?<=<!-- keys, made from the code -->\n).*?(?=<!-- /keys -->)");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

    @TempDir private Path folder;

    @Test
    void publishesTheSchemaThatTheReaderHas() throws IOException {
        compareOrWrite(SCHEMA, schemaText());
    }

    @Test
    void publishesAReferenceOfEveryKey() throws IOException {
        var page = Files.readString(PAGE);
        var table = new StringBuilder("\n| key | what it is for | unless set | example |\n");
        table.append("|---|---|---|---|\n");
        keys().forEach(
                        (path, key) ->
                                table.append(
                                        "| `%s` | %s | %s | `%s` |\n"
                                                .formatted(
                                                        path,
                                                        key.text(),
                                                        key.required()
                                                                ? "required"
                                                                : key.fallback(),
                                                        key.example())));

        assertThat(page).containsPattern(KEY_TABLE);
        compareOrWrite(PAGE, KEY_TABLE.matcher(page).replaceFirst(_ -> quoted(table.append('\n'))));
    }

    @Test
    void explainsEveryKeyByASentenceAndAnExample() {
        assertThat(keys())
                .allSatisfy(
                        (_, key) -> {
                            assertThat(key.text()).matches("(?s)[A-Z].*\\.");
                            assertThat(key.example()).startsWith(key.name() + ": ");
                        });
    }

    @ParameterizedTest
    @MethodSource
    void readsEveryExampleOfTheReferencePage(String example) {
        var fleet = FleetFolder.of(folder, example);
        for (var module : new String[] {"catalog", "orders", "payments", "storefront"}) {
            fleet.with(module + "/pom.xml", "");
        }

        assertThat(fleet.with("legacy/target/legacy.jar", "").load().services()).isNotEmpty();
        assertThat(publishedSchema().validate(example, InputFormat.YAML)).isEmpty();
    }

    static Stream<String> readsEveryExampleOfTheReferencePage() throws IOException {
        return EXAMPLE.matcher(Files.readString(PAGE)).results().map(match -> match.group(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replcas: 2",
                "replicas: two",
                "replicas: 101",
                "memory: 64m",
                "routes: /orders",
                "routes: [orders]",
                "routes: [/a, /a]",
                "env: { 1A: x }",
                "env: { A: [x] }",
                "probe: { ready: {} }",
                "probe: { ready: { http: /a, tcp: true } }",
                "probe: { ready: { tcp: false } }",
                "slo: { availability: 100 }",
                "start: { deadline: 60 }",
                "jar: orders.jar",
            })
    void refusesInAnEditorWhatTheReaderRefuses(String keys) throws IOException {
        var file = FleetFolder.ofService(folder, keys);

        assertThat(file.problems()).isNotNull();
        assertThat(publishedSchema().validate(text(file), InputFormat.YAML)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-2", "gateway", "A", "-a", "a_b"})
    void refusesInAnEditorTheNamesThatTheReaderRefuses(String name) throws IOException {
        var file =
                FleetFolder.of(
                        folder,
                        "{ muster: 1, name: shop, services: { %s: { command: a } } }"
                                .formatted(name));

        assertThat(file.problems()).isNotNull();
        assertThat(publishedSchema().validate(text(file), InputFormat.YAML)).isNotEmpty();
    }

    private static Map<String, KeyText> keys() {
        var keys = new LinkedHashMap<String, KeyText>();
        FleetKeys.SHAPE.describe("", keys::put);
        return keys;
    }

    private static Schema publishedSchema() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaText());
    }

    private static String schemaText() {
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(FleetSchema.document())
                        .lines()
                        .collect(joining("\n"))
                + "\n";
    }

    private static String text(FleetFolder fleet) throws IOException {
        return Files.readString(fleet.path().resolve(FleetFile.NAME));
    }

    private static void compareOrWrite(Path file, String made) throws IOException {
        if (Boolean.getBoolean("muster.write.docs")) {
            Files.writeString(file, made);
        }
        assertThat(Files.readString(file))
                .as(
                        "%s is made from the code: write it again by mvn -pl runtime/fleet test"
                                + " -Dtest=PublishedFormatTest -Dmuster.write.docs=true",
                        file.getFileName())
                .isEqualTo(made);
    }

    private static String quoted(CharSequence text) {
        return Matcher.quoteReplacement(text.toString());
    }
}
