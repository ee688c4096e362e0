package dev.muster.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

final class JarStageTest {

    @TempDir Path directory;

    private JarStage stage;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    /** Each use is a second after the last. */
    private Instant tick() {
        now = now.plusSeconds(1);
        return now;
    }

    @BeforeEach
    void openStage() {
        stage = new JarStage(directory.resolve(".muster"), this::tick);
    }

    @Test
    void keepsAWholeCopyThatABuildDoesNotReach() throws IOException {
        library("library/target/library.jar", "one");
        library("orders/target/lib/json.jar", "json");
        var built = service("orders", "lib/json.jar ../../library/target/library.jar");

        var staged = stage.stage("orders", built).orElseThrow();
        library("library/target/library.jar", "two");

        assertThat(ExecutableJar.read(staged.file()).orElseThrow().classPath())
                .containsExactly(
                        Path.of("lib/json.jar"), Path.of("../../library/target/library.jar"));
        assertThat(staged.file()).startsWith(directory.resolve(".muster/staged/orders"));
        assertThat(staged.file().resolveSibling("../../library/target/library.jar"))
                .hasSameBinaryContentAs(library("one.jar", "one"));
    }

    @Test
    void keepsWhatServicesHaveInCommonOnce() throws IOException {
        for (String name : List.of("orders", "payments")) {
            library(name + "/target/lib/json.jar", "json");
            var built = service(name, "lib/json.jar");
            stage.stage(name, built);
        }

        try (var kept = Files.list(directory.resolve(".muster/jars"))) {
            assertThat(kept).hasSize(3);
        }
    }

    @Test
    void tellsTheHashOfWhatItKeptAndNotOfWhatABuildWroteMeanwhile() throws IOException {
        library("orders/target/lib/json.jar", "one");
        var built = service("orders", "lib/json.jar");
        var first = stage.stage("orders", built).orElseThrow();

        library("orders/target/lib/json.jar", "two");
        var second = stage.stage("orders", built).orElseThrow();
        library("orders/target/lib/json.jar", "one");
        var third = stage.stage("orders", built).orElseThrow();

        assertThat(second.hash()).isNotEqualTo(first.hash());
        assertThat(third).isEqualTo(first);
        assertThat(third.file().resolveSibling("lib/json.jar"))
                .hasSameBinaryContentAs(library("one.jar", "one"));
    }

    @Test
    void stagesNothingThatNamesItsClassPathByAbsolutePaths() throws IOException {
        Path json = library("elsewhere/json.jar", "json");

        assertThat(stage.stage("orders", service("orders", json.toString()))).isEmpty();
    }

    @Test
    void forgetsStagesThatNothingIsStartedFromAnyMoreButTheNewestFew() throws IOException {
        List<Path> staged = stagedVersions(8);

        stage.prune("orders", List.of());

        assertThat(staged.subList(0, 5)).allSatisfy(jar -> assertThat(jar).doesNotExist());
        assertThat(staged.subList(5, 8)).allSatisfy(jar -> assertThat(jar).exists());
        try (var kept = Files.list(directory.resolve(".muster/jars"))) {
            assertThat(kept).hasSize(4);
        }
    }

    /** However old it is: a release may be gone back to. */
    @Test
    void keepsWhatMayBeStartedAgain() throws IOException {
        List<Path> staged = stagedVersions(8);
        List<Path> releases = staged.subList(0, 4);

        stage.prune(
                "orders",
                Stream.concat(Stream.of("java", "-jar"), releases.stream().map(Path::toString))
                        .toList());

        assertThat(releases).allSatisfy(jar -> assertThat(jar).exists());
        assertThat(staged.get(4)).doesNotExist();
        assertThat(staged.subList(5, 8)).allSatisfy(jar -> assertThat(jar).exists());
    }

    /** One after the other, a second apart. */
    private List<Path> stagedVersions(int count) throws IOException {
        var staged = new ArrayList<Path>();
        for (int version = 1; version <= count; version++) {
            library("orders/target/lib/json.jar", "version " + version);
            Path jar =
                    stage.stage("orders", service("orders", "lib/json.jar")).orElseThrow().file();
            staged.add(jar);
        }
        return staged;
    }

    @Test
    void takesTheExecutableJarOfAFolder() throws IOException {
        library("orders/target/orders-sources.jar", "no main class");
        service("orders", "");

        assertThat(ExecutableJar.in(directory.resolve("orders/target")).orElseThrow().file())
                .hasFileName("orders.jar");
        assertThat(ExecutableJar.in(directory.resolve("nowhere"))).isEmpty();
    }

    private ExecutableJar service(String name, String classPath) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Main");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        Path file = file(name + "/target/" + name + ".jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.putNextEntry(entry(name));
        }
        return ExecutableJar.read(file).orElseThrow();
    }

    private Path library(String path, String content) throws IOException {
        Path file = file(path);
        try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(entry(content));
        }
        return file;
    }

    private static ZipEntry entry(String name) {
        var entry = new ZipEntry(name);
        entry.setTime(0);
        return entry;
    }

    private Path file(String path) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return file;
    }
}
