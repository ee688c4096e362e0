package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.client.Peer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What whoever starts a service reads where it cannot start: one sentence, and how it exits. */
class StartFailureTest {
    @TempDir private Path folder;
    private Process process = new ProcessBuilder("true").start();

    StartFailureTest() throws IOException {}

    /** A program for each mistake. */
    static final class Main {
        public static void main(String[] args) {
            var mistake = Mistake.valueOf(args[0]);
            Service.create(mistake == Mistake.NAME ? "Lone Star" : "lone", mistake.setup).start();
        }
    }

    @Peer("bank")
    interface Mistaken {
        void charge();
    }

    record Dated(String product, Date at) {}

    enum Mistake {
        NAME(2, "a service's name is lower-case letters, digits and dashes", _ -> {}),
        ROUTE(
                2,
                "a placeholder is written {id}, not :id",
                s -> s.get("/a/:id", request -> request.param("id"))),
        BODY(
                2,
                "the body of POST /orders: java.util.Date in Dated.at is not read from JSON: take a"
                        + " type of java.time, such as java.time.Instant",
                s -> s.post("/orders", Dated.class, dated -> dated)),
        FOLDER(
                2,
                "the class path has no folder \"nosuch\" to serve files of; put them into"
                        + " src/main/resources/nosuch",
                s -> s.files("/assets", "nosuch")),
        FOLDER_WITH_SLASH(2, "write it without slashes", s -> s.files("/assets", "/public")),
        PATH_WITH_SLASH(2, "ends in a slash; leave it out", s -> s.files("/assets/", "public")),
        UNSET(2, "the environment variable REGION is not set", s -> s.config("REGION")),
        NUMBER(
                2,
                "PERCENT is \"abc\", expected a whole number\n",
                s -> s.findConfig("PERCENT", int.class)),
        RANGE(
                2,
                "PERCENT is \"abc\", expected 0 to 100",
                s -> s.config("PERCENT", StartFailureTest::percent)),
        SECRET(
                2,
                "API_TOKEN is a value that is not shown, expected a UUID\n",
                s -> s.config("API_TOKEN", UUID.class)),
        OWN_SECRET(
                2,
                "API_TOKEN is a value that is not shown, which is not what was expected\n",
                s -> s.config("API_TOKEN", Integer::valueOf)),
        URL(2, "BANK_URL is \"bank\", which is not a URL", s -> s.url("bank")),
        HOOK(
                4,
                "what it does first failed: no database at db:5432: Connection refused",
                s ->
                        s.onStart(
                                () -> {
                                    throw new IOException(
                                            "no database at db:5432",
                                            new ConnectException("Connection refused"));
                                })),
        DESCRIPTION(
                4,
                "no such file: prices.csv",
                _ -> {
                    throw new UncheckedIOException(new IOException("no such file: prices.csv"));
                }),
        CLIENT(4, "charge", s -> s.client(Mistaken.class));

        private final int exitCode;
        private final String sentence;

        @SuppressWarnings("ImmutableEnumChecker") // these lambdas hold nothing
        private final Consumer<Setup> setup;

        Mistake(int exitCode, String sentence, Consumer<Setup> setup) {
            this.exitCode = exitCode;
            this.sentence = sentence;
            this.setup = setup;
        }
    }

    /** A program whose mistake only its stack trace finds. */
    static final class Buggy {
        public static void main(String[] args) {
            Service.create(
                            "lone",
                            s ->
                                    s.onStart(
                                            () -> {
                                                throw new NullPointerException("nobody meant it");
                                            }))
                    .start();
        }
    }

    @AfterEach
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @ParameterizedTest
    @EnumSource(Mistake.class)
    void isToldInOneSentence(Mistake mistake) throws Exception {
        start(Main.class, "INFO", mistake.name());
        assertThat(process.exitValue()).isEqualTo(mistake.exitCode);
        assertThat(read("err"))
                .matches("(?s)(lone|Lone Star) did not start: .*")
                .contains(mistake.sentence)
                .hasLineCount(1);
        assertThat(read("out")).doesNotContain("\tat ").doesNotContain("stack_trace");
    }

    @Test
    void isLoggedWithItsStackTraceWhereThatIsAskedFor() throws Exception {
        start(Main.class, "debug", Mistake.HOOK.name());
        assertThat(read("err")).hasLineCount(1);
        assertThat(read("out"))
                .contains("\"log.level\":\"DEBUG\"")
                .contains("lone did not start")
                .contains("\"error.stack_trace\":");
    }

    @Test
    void isToldWithItsStackTraceWhereOnlyThatFindsTheMistake() throws Exception {
        start(Buggy.class, "INFO");
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(read("err"))
                .startsWith("lone did not start: nobody meant it\n")
                .contains("NullPointerException")
                .contains("\tat dev.muster.service.StartFailureTest");
    }

    private static int percent(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected 0 to 100");
        }
    }

    private void start(Class<?> program, String level, String... arguments) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder =
                new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName());
        builder.command().addAll(List.of(arguments));
        builder.environment()
                .putAll(
                        Map.of(
                                "PORT",
                                "0",
                                "LOG_LEVEL",
                                level,
                                "PERCENT",
                                "abc",
                                "API_TOKEN",
                                "hunter2",
                                "BANK_URL",
                                "bank"));
        process =
                builder.redirectOutput(folder.resolve("out").toFile())
                        .redirectError(folder.resolve("err").toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }
}
