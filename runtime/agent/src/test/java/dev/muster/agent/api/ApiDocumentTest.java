package dev.muster.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.control.ApiPaths;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The written contract of the control API says what the code does. */
final class ApiDocumentTest {
    private static final Path PUBLISHED = Path.of("../../docs/reference/control-api.json");

    @Test
    void isPublished() throws IOException {
        var made =
                JsonMapper.builder()
                                .enable(SerializationFeature.INDENT_OUTPUT)
                                .build()
                                .writeValueAsString(ApiDocument.document())
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
    void namesEveryPath() {
        var documented =
                ApiDocument.OPERATIONS.stream()
                        .map(ApiDocument.Operation::path)
                        .collect(Collectors.toSet());
        var known =
                Arrays.stream(ApiPaths.class.getDeclaredFields())
                        .filter(field -> Modifier.isPublic(field.getModifiers()))
                        .map(ApiDocumentTest::text)
                        .collect(Collectors.toSet());
        known.removeAll(Set.of(ApiPaths.ROOT, ApiPaths.METRICS));
        assertThat(documented).isEqualTo(known);
    }

    private static String text(java.lang.reflect.Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
