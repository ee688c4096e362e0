package dev.muster.supervisor.aot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.build.AotCache;
import dev.muster.build.BuildConfig;
import dev.muster.build.JarStage.Staged;
import dev.muster.build.JavaCommand;
import dev.muster.build.LaunchPlan;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.ReadyCheck;
import dev.muster.supervisor.FleetFixture;
import dev.muster.supervisor.backend.SupervisorBackend;
import dev.muster.supervisor.timeline.Timeline;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** With real JVMs. */
final class AotCachesTest {

    private static final String CLASS_LOADS = "-Xlog:class+load";
    private static final String FROM_CACHE = "Traced source: shared objects file";

    @TempDir Path directory;

    private final Timeline timeline = new Timeline(SupervisorBackend.SYSTEM);

    private BuildConfig config;
    private AotCaches caches;
    private Staged jar;

    /** A service that leaves a trace of each of its runs. */
    public static final class Traced {
        private Traced() {}

        public static void main(String[] arguments) throws IOException {
            Files.writeString(
                    Path.of(System.getenv("RUNS")),
                    "ran\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    @BeforeEach
    void openCaches() throws IOException {
        config =
                new BuildConfig(
                        directory.resolve(".muster"),
                        System.getenv(),
                        Path.of(System.getProperty("java.home")));
        caches = caches();
        jar = new Staged(jar("service.jar"), "its content");
    }

    @AfterEach
    void closeTimeline() {
        timeline.close();
    }

    @Test
    void makesACacheOfWhatAReplicaLoadedAndRunsNothingOfItAgain() throws Exception {
        LaunchPlan plan = plan(service(Map.of()));
        AotCache cache = plan.cache().orElseThrow();
        assertThat(cache.isToBeMade()).isFalse();

        run(caches.starting(plan, "orders-1.20001"));
        assertThat(cache.isToBeMade()).isTrue();
        caches.make(cache, List.of(cache));

        assertThat(runs()).containsExactly("ran");
        assertThat(cache.isToBeMade()).isFalse();
        LaunchPlan next = caches.starting(plan, "orders-1.20001");
        assertThat(next.arguments()).contains("-XX:AOTCache=" + cache.file());
        assertThat(run(next, CLASS_LOADS)).contains(FROM_CACHE);
    }

    @Test
    void servesEveryServiceThatRunsTheSameJars() throws Exception {
        LaunchPlan plan = plan(service(Map.of()));
        AotCache cache = plan.cache().orElseThrow();
        run(caches.starting(plan, "orders-1.20001"));
        caches.make(cache, List.of(cache));

        Path copy =
                Files.createDirectories(directory.resolve("another/service"))
                        .resolve("service.jar");
        Files.copy(jar.file(), copy, StandardCopyOption.COPY_ATTRIBUTES);
        jar = new Staged(copy, jar.hash());
        String told = run(caches.starting(plan(service(Map.of())), "bills-1.20002"), CLASS_LOADS);

        assertThat(told).contains(FROM_CACHE);
    }

    @Test
    void makesItAnewWhenAProcessThatWasStillRunningHasToldAll() throws Exception {
        LaunchPlan plan = plan(service(Map.of()));
        AotCache cache = plan.cache().orElseThrow();
        run(caches.starting(plan, "orders-1.20001"));
        Path complete = cache.written().getFirst();
        List<String> lines = Files.readAllLines(complete, StandardCharsets.ISO_8859_1);
        Files.write(complete, lines.stream().filter(line -> !line.startsWith("@cp")).toList());
        caches.make(cache, List.of(cache));
        assertThat(cache.exists()).isTrue();
        assertThat(cache.isToBeMade()).as("nothing new is known").isFalse();

        Files.write(complete, lines, StandardCharsets.ISO_8859_1);

        assertThat(cache.isToBeMade()).isTrue();
        caches.make(cache, List.of(cache));
        assertThat(cache.isToBeMade()).isFalse();
    }

    @Test
    void leavesOutACacheThatCannotBeMade() throws Exception {
        AotCache cache = plan(service(Map.of())).cache().orElseThrow();
        Files.createDirectories(cache.lists());
        Files.writeString(cache.lists().resolve("orders-1.20001.classes"), "@nonsense\n");

        caches.make(cache, List.of(cache));

        assertThat(cache.exists()).isFalse();
        assertThat(cache.file().resolveSibling(cache.lists().getFileName() + ".log")).exists();
    }

    @Test
    void namesCachesByEverythingTheyDependOn() throws IOException {
        Path cache = file(Map.of());

        assertThat(file(Map.of())).isEqualTo(cache);
        assertThat(file(Map.of("COLOUR", "blue"))).as("is no matter of the JVM").isEqualTo(cache);
        assertThat(file(Map.of("JDK_JAVA_OPTIONS", "-XX:+UseParallelGC"))).isNotEqualTo(cache);
        jar = new Staged(directory.resolve("elsewhere/service.jar"), jar.hash());
        assertThat(file(Map.of())).as("the same jars of another service").isEqualTo(cache);
        jar = new Staged(jar.file(), "other content");
        assertThat(file(Map.of())).isNotEqualTo(cache);
    }

    @Test
    void namesCachesByTheJdkAndItsFlags() throws IOException {
        Path jdk = Files.createDirectories(directory.resolve("jdk"));
        var command = new JavaCommand(jdk, Optional.empty());
        Path cache = caches.of(service(Map.of()), jar, command).orElseThrow().file();

        var larger = new JavaCommand(jdk, Optional.of(1L << 30));
        assertThat(caches.of(service(Map.of()), jar, larger).orElseThrow().file())
                .isNotEqualTo(cache);
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.9\"\n");
        assertThat(caches.of(service(Map.of()), jar, command).orElseThrow().file())
                .isNotEqualTo(cache);
    }

    @Test
    void givesNoneToAJvmThatWouldRefuseIt() throws IOException {
        var debugged = service(Map.of("JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket"));

        assertThat(plan(debugged).cache()).isEmpty();
    }

    @Test
    void keepsFewThatNoServiceStartsFrom() throws Exception {
        LaunchPlan plan = plan(service(Map.of()));
        AotCache cache = plan.cache().orElseThrow();
        run(caches.starting(plan, "orders-1.20001"));
        for (int age = 1; age <= 5; age++) {
            Path other = cache.file().resolveSibling("old" + age + ".aot");
            Files.writeString(other, "");
            Files.setLastModifiedTime(
                    other, FileTime.from(Instant.parse("2026-01-09T00:00:00Z").minusSeconds(age)));
        }

        caches.make(cache, List.of(cache));

        try (var files = Files.list(cache.file().getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            cache.file().getFileName().toString(),
                            "old1.aot",
                            "old2.aot",
                            "old3.aot");
        }
    }

    @Test
    void makesNothingOnceItIsClosed() throws Exception {
        LaunchPlan plan = plan(service(Map.of()));
        AotCache cache = plan.cache().orElseThrow();
        run(caches.starting(plan, "orders-1.20001"));

        caches.close();

        assertThatThrownBy(() -> caches.make(cache, List.of(cache)))
                .hasMessage("the supervisor is stopping");
        assertThat(cache.exists()).isFalse();
    }

    private AotCaches caches() {
        return new AotCaches(
                config,
                true,
                timeline,
                new AotCaches.Fleet() {
                    @Override
                    public boolean isAtRest() {
                        return false;
                    }

                    @Override
                    public List<LaunchPlan> plans() {
                        return List.of();
                    }
                });
    }

    private Path file(Map<String, String> env) throws IOException {
        return plan(service(env)).cache().orElseThrow().file();
    }

    private LaunchPlan plan(ServiceSpec service) throws IOException {
        var command = new JavaCommand(config.jdkHome(), Optional.empty());
        return new LaunchPlan(
                command.run(jar.file()),
                JavaCommand.ENVIRONMENT,
                directory,
                "a41c9e0",
                "",
                caches.of(service, jar, command));
    }

    private ServiceSpec service(Map<String, String> env) {
        var spec =
                FleetFixture.spec(
                        "orders", 1, new RunSpec.Jar(jar.file()), new ReadyCheck.Tcp(), List.of());
        return FleetFixture.withEnv(spec, env);
    }

    /** Runs it to its end; what it printed. */
    private String run(LaunchPlan plan, String... lastFlags) throws Exception {
        var command = new ArrayList<>(plan.arguments());
        command.addAll(command.indexOf("-jar"), List.of(lastFlags));
        var builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true).environment().put("RUNS", runsFile().toString());
        Process process = builder.start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private List<String> runs() throws IOException {
        return Files.readAllLines(runsFile());
    }

    private Path runsFile() {
        return directory.resolve("runs");
    }

    private Path jar(String name) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Traced.class.getName());
        String entry = Traced.class.getName().replace('.', '/') + ".class";
        Path file = directory.resolve(name);
        try (var out = new JarOutputStream(Files.newOutputStream(file), manifest);
                InputStream code =
                        Objects.requireNonNull(
                                Traced.class.getClassLoader().getResourceAsStream(entry))) {
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
        }
        return file;
    }
}
