package dev.muster.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.control.ApiPaths;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The written contract of the control API says what the code does. */
final class ApiDocumentTest {
    private static final Path PUBLISHED = Path.of("../../docs/reference/control-api.json");

    @TempDir private Path folder;

    @Test
    void isPublished() throws IOException {
        var made =
                JsonMapper.builder()
                                .enable(SerializationFeature.INDENT_OUTPUT)
                                .build()
                                .writeValueAsString(ApiDocument.of(nouns()))
                                .lines()
                                .collect(Collectors.joining("\n"))
                        + "\n";
        if (Boolean.getBoolean("muster.write.docs")) {
            Files.writeString(PUBLISHED, made);
        }
        assertThat(Files.readString(PUBLISHED))
                .as(
                        "docs/reference/control-api.json is made from the code: write it again by"
                                + " mvn -pl runtime/agent test -Dtest=ApiDocumentTest"
                                + " -Dmuster.write.docs=true")
                .isEqualTo(made);
    }

    @Test
    void namesEveryPathThatClientsAreGiven() throws IOException {
        var documented =
                nouns().stream()
                        .flatMap(noun -> noun.operations().stream())
                        .map(Operation::path)
                        .collect(Collectors.toSet());
        var known =
                Arrays.stream(ApiPaths.class.getDeclaredFields())
                        .filter(field -> Modifier.isPublic(field.getModifiers()))
                        .map(ApiDocumentTest::text)
                        .collect(Collectors.toSet());
        known.removeAll(Set.of(ApiPaths.ROOT, ApiPaths.METRICS));
        assertThat(documented).containsAll(known);
    }

    @Test
    void saysOfEachWordWhatMayStandForIt() throws IOException {
        var document = JsonMapper.shared().valueToTree(ApiDocument.of(nouns()));

        assertThat(schema(document, ApiPaths.FLEET_STREAM, "show"))
                .isEqualTo(
                        json(
                                """
                                {"type":"string","enum":["services","names"],"default":"services"}
                                """));
        assertThat(schema(document, ApiPaths.EVENTS, "limit"))
                .isEqualTo(
                        json(
                                """
                                {"type":"integer","minimum":0,"maximum":10000,"default":50}
                                """));
    }

    private List<Routes> nouns() throws IOException {
        return SampleApi.in(folder, () -> Instant.EPOCH).nouns();
    }

    private static JsonNode schema(JsonNode document, String path, String word) {
        return document.path("paths")
                .path(path)
                .path("get")
                .path("parameters")
                .valueStream()
                .filter(each -> each.path("name").asString().equals(word))
                .findFirst()
                .orElseThrow()
                .path("schema");
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static String text(java.lang.reflect.Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
