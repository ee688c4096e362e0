package dev.muster.supervisor.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.build.AotCache;
import dev.muster.build.JavaCommand;
import dev.muster.build.LaunchPlan;
import dev.muster.fleet.EnvInherit;
import dev.muster.fleet.RouteSpec;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.ProbeSpec;
import dev.muster.fleet.ServiceSpec.Protocol;
import dev.muster.fleet.ServiceSpec.ReadyCheck;
import dev.muster.fleet.ServiceSpec.SloSpec;
import dev.muster.state.SealedFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

final class ReleaseLedgerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123456789Z");
    private static final RunSpec COMMAND = new RunSpec.Command(List.of("python3", "orders.py"));
    private static final ServiceSpec SPEC = spec(COMMAND, new ReadyCheck.Tcp());

    @TempDir Path directory;

    @Test
    void countsTheReleasesOfEachServiceFromOne() throws IOException {
        var ledger = open();

        assertThat(ledger.release(SPEC, plan("a"), Set.of()).id()).isEqualTo("r1");
        assertThat(ledger.release(SPEC, plan("b"), Set.of()).id()).isEqualTo("r2");
        assertThat(open().release(SPEC, plan("c"), Set.of()).id()).isEqualTo("r3");
    }

    @Test
    void knowsWhatIsPreparedAgain() throws IOException {
        Release first = open().release(SPEC, plan("a"), Set.of());

        assertThat(open().release(SPEC, plan("a"), Set.of())).isEqualTo(first);
    }

    @Test
    void countsWhatIsGoneBackToAnew() throws IOException {
        var ledger = open();
        ledger.release(SPEC, plan("a"), Set.of());
        ledger.release(SPEC, plan("b"), Set.of());

        assertThat(ledger.release(SPEC, plan("a"), Set.of()).number()).isEqualTo(3);
        assertThat(ledger.of("orders", "a").orElseThrow().number()).isEqualTo(3);
    }

    @Test
    void findsTheReleaseOfAProcessByItsFingerprint() throws IOException {
        var ledger = open();
        Release release = ledger.release(SPEC, plan("a"), Set.of());
        ledger.release(SPEC, plan("b"), Set.of());

        assertThat(open().of("orders", "a")).contains(release);
        assertThat(open().of("orders", "c")).isEmpty();
        assertThat(open().of("payments", "a")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void readsBackWhatItWrote(ServiceSpec spec) throws IOException {
        Release release = open().release(spec, planWithCache(), Set.of());

        assertThat(open().of("orders", "with-cache")).contains(release);
        assertThat(open().damage()).isEmpty();
    }

    static Stream<ServiceSpec> specs() {
        return Stream.of(
                        new RunSpec.Project(Path.of("/shop/orders")),
                        new RunSpec.Jar(Path.of("/shop/a b/ö.jar")),
                        COMMAND,
                        new RunSpec.Image("nginx:1"),
                        new RunSpec.Url(URI.create("http://127.0.0.1:9")))
                .map(run -> spec(run, new ReadyCheck.Http("/health/ready")));
    }

    @Test
    void keepsTheLastOfThemAndThoseThatRun() throws IOException {
        var ledger = open();
        IntStream.rangeClosed(1, ReleaseLedger.KEPT + 3)
                .forEach(number -> ledger.release(SPEC, plan("f" + number), Set.of(2)));

        assertThat(open().of("orders", "f1")).isEmpty();
        assertThat(open().of("orders", "f2")).isPresent();
        assertThat(open().of("orders", "f3")).isEmpty();
        assertThat(open().of("orders", "f4")).isPresent();
        assertThat(Files.size(file())).isLessThan(20_000);
    }

    @Test
    void goesOnFromTheRecordBeforeWhicheverByteIsWrong() throws IOException {
        open().release(SPEC, plan("a"), Set.of());
        open().release(SPEC, plan("b"), Set.of());
        byte[] sound = Files.readAllBytes(file());
        byte[] before = Files.readAllBytes(directory.resolve("releases.json.previous"));
        for (int at = 0; at < sound.length; at += 7) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 0x04;
            Files.write(file(), damaged);
            Files.write(directory.resolve("releases.json.previous"), before);

            assertThat(open().of("orders", "a")).isPresent();
            assertThat(Arrays.equals(Files.readAllBytes(file()), before)).isTrue();
        }
    }

    @Test
    void saysThatItIsDamaged() throws IOException {
        Files.writeString(file(), "{\"crc32c\":");

        assertThat(open().damage())
                .hasValue(
                        "releases.json is damaged and kept as releases.json.damaged-1; replicas"
                                + " whose release it held run on");
    }

    @Test
    void keepsWhatAnotherVersionWroteAndSaysSo() throws IOException {
        open().release(SPEC, plan("a"), Set.of());
        open().release(SPEC, plan("b"), Set.of());
        rewrite(content -> spec(content, 0).putObject("run").put("kind", "unheard-of"));

        var ledger = open();

        // For each of two replicas.
        assertThat(ledger.of("orders", "a")).isEmpty();
        assertThat(ledger.of("orders", "a")).isEmpty();
        assertThat(ledger.of("orders", "b")).isPresent();
        assertThat(ledger.damage())
                .hasValue(
                        "releases.json has releases that this version of Muster cannot read: r1 of"
                                + " orders; their replicas run on");
        ledger.release(SPEC, plan("c"), Set.of());
        assertThat(Files.readString(file())).contains("unheard-of");
    }

    /** A jar that a release is started from stays, whoever can read the rest of it. */
    @Test
    void tellsWhatEveryReleaseIsStartedWith() throws IOException {
        open().release(SPEC, jar("a"), Set.of());
        rewrite(content -> spec(content, 0).putObject("run").put("kind", "unheard-of"));
        var ledger = open();
        ledger.release(SPEC, jar("b"), Set.of());

        assertThat(ledger.arguments("orders"))
                .containsExactlyInAnyOrder("java", "-jar", "/staged/a.jar", "/staged/b.jar");
        assertThat(ledger.arguments("payments")).isEmpty();
    }

    private static LaunchPlan jar(String name) {
        var arguments = List.of("java", "-jar", "/staged/" + name + ".jar");
        return new LaunchPlan(arguments, Map.of(), Path.of("/shop"), "a41c9e0", name);
    }

    /** What a version before did not know has the value that means nothing was said. */
    @Test
    void readsReleasesOfAVersionThatKnewLess() throws IOException {
        open().release(SPEC, plan("a"), Set.of());
        rewrite(
                content ->
                        spec(content, 0)
                                .remove(List.of("routes", "needs", "env", "slo", "memoryBytes")));

        Release release = open().of("orders", "a").orElseThrow();

        assertThat(release.spec().routes()).isEmpty();
        assertThat(release.spec().env()).isEmpty();
        assertThat(release.spec().slo()).isEmpty();
    }

    @Test
    void readsNoReleaseOfWhichSomethingIsMissing() throws IOException {
        open().release(SPEC, plan("a"), Set.of());
        rewrite(content -> spec(content, 0).remove("stopGrace"));

        assertThat(open().of("orders", "a")).isEmpty();
    }

    @Test
    void goesOnWhereTheDiskRefusesIt() throws IOException {
        Path inTheWay = Files.createDirectories(directory.resolve("releases.json.tmp"));
        var ledger = open();
        Release release = ledger.release(SPEC, plan("a"), Set.of());
        Files.delete(inTheWay);

        ledger.release(SPEC, plan("b"), Set.of());

        assertThat(open().of("orders", "a")).contains(release);
    }

    private ReleaseLedger open() throws IOException {
        return ReleaseLedger.open(directory, () -> NOW, Runnable::run);
    }

    private Path file() {
        return directory.resolve("releases.json");
    }

    private void rewrite(Consumer<ObjectNode> change) throws IOException {
        var sealed = new SealedFile<>(file(), ObjectNode.class);
        ObjectNode content = sealed.load().content().orElseThrow();
        change.accept(content);
        sealed.save(content);
    }

    private static ObjectNode spec(ObjectNode content, int release) {
        return (ObjectNode) content.at("/services/orders/releases/" + release + "/spec");
    }

    private static LaunchPlan plan(String fingerprint) {
        return new LaunchPlan(
                List.of("python3", "orders.py"),
                Map.of("MALLOC_ARENA_MAX", "2"),
                Path.of("/shop"),
                "a41c9e0",
                fingerprint);
    }

    private static LaunchPlan planWithCache() {
        var command = new JavaCommand(Path.of("/jdk"), Optional.of(1L << 28));
        var cache =
                new AotCache(
                        Path.of("/shop/.muster/aot/1.aot"),
                        Path.of("/shop/.muster/aot/1"),
                        command,
                        Path.of("/shop/orders.jar"),
                        Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m"));
        return new LaunchPlan(
                command.run(Path.of("/shop/orders.jar")),
                Map.of(),
                Path.of("/shop"),
                "a41c9e0",
                "with-cache",
                Optional.of(cache));
    }

    private static ServiceSpec spec(RunSpec run, ReadyCheck ready) {
        return new ServiceSpec(
                "orders",
                run,
                2,
                List.of(RouteSpec.of("/orders")),
                List.of("payments"),
                Map.of("BANK_DELAY", "20ms"),
                Optional.of(EnvInherit.EVERYTHING),
                Optional.of(1L << 28),
                Protocol.HTTP,
                new ProbeSpec(ready, Duration.ofMillis(1500), Duration.ofSeconds(1), 3),
                Optional.of(new SloSpec(Optional.of(99.9), Optional.of(Duration.ofMillis(250)))),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10));
    }
}
