package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The {@code muster} command of the clone, run as from a shell whose output goes to files. */
final class Muster {
    private static final int LONGEST_MINUTES = 15;

    private final Path home;
    private final Path outputs;
    private final AtomicInteger runs = new AtomicInteger();

    Muster(Path home) throws IOException {
        this.home = home;
        this.outputs = Files.createDirectories(home.resolveSibling("outputs"));
    }

    /** What a command that ended printed. */
    record Outcome(String command, int status, String out, String err) {
        /** Fails, showing all that was printed, unless the status is this one. */
        Outcome expect(int expected) {
            assertThat(status).as("%s%n%s%n%s", command, out, err).isEqualTo(expected);
            return this;
        }
    }

    /** A command that runs. */
    record Running(String command, Process process, Path out, Path err) {
        Outcome await() throws InterruptedException, IOException {
            boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            assertThat(ended).as("%s ends; so far:%n%s", command, printed()).isTrue();
            return new Outcome(
                    command, process.exitValue(), Files.readString(out), Files.readString(err));
        }

        String printed() throws IOException {
            return Files.readString(out);
        }
    }

    Path home() {
        return home;
    }

    Outcome run(Path folder, String... words) throws IOException, InterruptedException {
        return start(folder, words).await();
    }

    Running start(Path folder, String... words) throws IOException {
        var command = new ArrayList<String>();
        command.add(home.resolve("muster").toString());
        command.addAll(List.of(words));
        return start(folder, command);
    }

    /** Starts any program with the surroundings that the command has here. */
    Running start(Path folder, List<String> command) throws IOException {
        int run = runs.incrementAndGet();
        var out = outputs.resolve(run + ".out");
        var err = outputs.resolve(run + ".err");
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        // Fleets of the person at this machine are neither seen nor shown.
        builder.environment().put("XDG_STATE_HOME", outputs.resolveSibling("state").toString());
        builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + LocalRepository.folder());
        builder.environment().remove("MAVEN_ARGS");
        return new Running(String.join(" ", command), builder.start(), out, err);
    }
}
