package dev.muster.drivers.process;

import dev.muster.driver.DriverException;
import dev.muster.driver.DriverSetting;
import dev.muster.driver.Launch;
import dev.muster.driver.Leftover;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.driver.ReplicaStart;
import dev.muster.process.Hosts;
import dev.muster.process.Mark;
import dev.muster.process.ProcessEntry;
import dev.muster.process.Sweep;
import dev.muster.process.UserUmask;
import dev.muster.state.DurableFile;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Starts replicas as processes that outlive the agent: each in a session of its own, its output
 * appended to a file and never a pipe, nothing on its standard input.
 */
final class ReplicaLauncher {

    static final String FINGERPRINT = "MUSTER_FINGERPRINT";

    /** The start of one that ended before it could be looked at: no other process began then. */
    private static final long ENDED_AT_ONCE = 0;

    private final DriverSetting setting;
    private final Path runDirectory;
    private final Path logDirectory;
    private final Path wrapper;
    private boolean isInstalled;

    ReplicaLauncher(DriverSetting setting, Path runDirectory, Path logDirectory) {
        this.setting = setting;
        this.runDirectory = runDirectory;
        this.logDirectory = logDirectory;
        this.wrapper = runDirectory.resolve("replica.sh");
    }

    /** Not before the first start: whoever only ends replicas needs no room on the disk. */
    private synchronized void install() {
        if (isInstalled) {
            return;
        }
        try (InputStream script =
                Objects.requireNonNull(ReplicaLauncher.class.getResourceAsStream("replica.sh"))) {
            Files.createDirectories(runDirectory);
            Files.createDirectories(logDirectory);
            DurableFile.write(wrapper, script.readAllBytes());
            isInstalled = true;
        } catch (IOException e) {
            throw new DriverException(runDirectory + " cannot be written: " + e, e);
        }
    }

    /**
     * Starts a replica. Blocks for some milliseconds.
     *
     * @throws DriverException when the process cannot be started, with the cause in plain words
     */
    ReplicaProcess launch(ReplicaStart start) {
        install();
        Launch launch = start.launch();
        Path logFile = logDirectory.resolve(start.replica() + ".log");
        File log = logFile.toFile();
        Mark mark = Mark.drawn();
        RunFiles files = RunFiles.of(runDirectory, start.replica(), mark.nonce());
        long logOffset = log.length();
        var builder = builder(start, mark, files, log);
        files.keep();
        try {
            Process leader = builder.start();
            long startTicks =
                    Hosts.current()
                            .process(leader.pid())
                            .map(ProcessEntry::start)
                            .orElse(ENDED_AT_ONCE);
            var identity =
                    new ReplicaIdentity(
                            ReplicaIdentity.FIRST_DRIVER,
                            start.service(),
                            start.number(),
                            mark.nonce(),
                            leader.pid(),
                            startTicks,
                            start.port(),
                            launch.version(),
                            launch.fingerprint(),
                            setting.clock().instant(),
                            logOffset);
            return new ReplicaProcess(
                    identity,
                    files,
                    new LogFile(logFile, setting.logCapBytes()),
                    setting.clock(),
                    end(leader));
        } catch (IOException e) {
            files.delete();
            throw new DriverException(cannotStart(launch, e), e);
        } catch (Error noThreadLeft) {
            // The JDK starts a thread for each child, after the child: nobody would know of it.
            List<Long> left = Sweep.marked(mark);
            if (left.isEmpty()) {
                files.delete();
                throw noThreadLeft;
            }
            throw new DriverException(
                    noThreadLeft + "; " + new Leftover(start.replica(), left).sentence(),
                    noThreadLeft);
        }
    }

    private ProcessBuilder builder(ReplicaStart start, Mark mark, RunFiles files, File log) {
        Launch launch = start.launch();
        var command = new ArrayList<>(List.of("sh", wrapper.toString()));
        command.add(files.pidFile().toString());
        command.add(files.exitFile().toString());
        command.add(Long.toString(mark.limit()));
        command.addAll(UserUmask.of(setting.environment()).around(launch.arguments()));
        var builder =
                new ProcessBuilder(Hosts.current().inNewSession(command))
                        .directory(launch.directory().toFile())
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectOutput(Redirect.appendTo(log))
                        .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(start.variables());
        builder.environment().put(Mark.VARIABLE, mark.nonce());
        builder.environment().put(FINGERPRINT, launch.fingerprint());
        builder.environment().remove(UserUmask.VARIABLE);
        return builder;
    }

    /** Not {@code onExit}, which needs a thread of the common pool that anybody may be blocking. */
    private static CompletableFuture<Integer> end(Process leader) {
        var ended = new CompletableFuture<Integer>();
        var _ =
                Thread.ofVirtual()
                        .name("muster-exit-" + leader.pid())
                        .start(
                                () -> {
                                    try {
                                        ended.complete(leader.waitFor());
                                    } catch (InterruptedException nobodyInterruptsIt) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        return ended;
    }

    private static String cannotStart(Launch launch, IOException e) {
        if (!Files.isDirectory(launch.directory())) {
            return "the folder " + launch.directory() + " is missing";
        }
        return String.valueOf(e.getMessage());
    }
}
