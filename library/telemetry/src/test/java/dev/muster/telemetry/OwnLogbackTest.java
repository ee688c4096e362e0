package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A program with a {@code logback.xml} of its own, as a process, because Logback reads it once. */
class OwnLogbackTest {
    private static final String PLAIN =
            """
            <configuration>
              <appender name="FILE" class="ch.qos.logback.core.FileAppender">
                <file>own.log</file>
                <encoder><pattern>OWN %level %logger{0} %msg%n</pattern></encoder>
              </appender>
              <logger name="com.acme.quiet" level="error"/>
              <root level="info"><appender-ref ref="FILE"/></root>
            </configuration>
            """;
    private static final String OURS =
            """
            <configuration>
              <appender name="ECS" class="dev.muster.telemetry.EcsAppender"/>
              <root level="warn"><appender-ref ref="ECS"/></root>
            </configuration>
            """;

    @TempDir private Path folder;

    /** The program. */
    static final class Main {
        public static void main(String[] args) {
            try (var _ = Logs.open(LogsConfig.of("orders").withLevels(args[0]))) {
                LoggerFactory.getLogger("com.acme.Desk").info("open");
                LoggerFactory.getLogger("com.acme.Desk").debug("details");
                LoggerFactory.getLogger("com.acme.quiet.Desk").warn("not wanted");
                java.util.logging.Logger.getLogger("com.acme.Pool").warning("lost one");
            }
        }
    }

    @Test
    void keepsIt() throws Exception {
        run(PLAIN, "");
        assertThat(Files.readString(folder.resolve("own.log")))
                .isEqualTo("OWN INFO Desk open\nOWN WARN Pool lost one\n");
        assertThat(Files.readString(folder.resolve("out"))).isEmpty();
    }

    @Test
    void appliesTheLevelsOfTheEnvironmentToIt() throws Exception {
        run(PLAIN, "warn,com.acme.Desk=debug");
        assertThat(Files.readString(folder.resolve("own.log")))
                .isEqualTo("OWN INFO Desk open\nOWN DEBUG Desk details\nOWN WARN Pool lost one\n");
    }

    @Test
    void writesOurLinesWhereItNamesOurAppender() throws Exception {
        run(OURS, "");
        assertThat(Files.readAllLines(folder.resolve("out")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"@timestamp\":\""))
                .allMatch(line -> line.contains("\"service.name\":\"orders\""));
    }

    private void run(String logback, String levels) throws Exception {
        Files.writeString(folder.resolve("logback.xml"), logback);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                folder + File.pathSeparator + System.getProperty("java.class.path"),
                                Main.class.getName(),
                                levels)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out").toFile())
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
