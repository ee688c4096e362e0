package dev.muster.supervisor;

import dev.muster.build.LaunchPlan;
import dev.muster.process.Hosts;
import dev.muster.process.Mark;
import dev.muster.process.ProcessEntry;
import dev.muster.process.Sweep;
import dev.muster.process.UserUmask;
import dev.muster.state.DurableFile;
import dev.muster.supervisor.ReplicaProcess.Identity;
import dev.muster.supervisor.ReplicaProcess.RunFiles;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Starts replicas as processes that outlive the agent: each in a session of its own, its output
 * appended to a file and never a pipe, nothing on its standard input.
 */
final class ReplicaLauncher {

    static final String FINGERPRINT = "MUSTER_FINGERPRINT";

    private final SupervisorConfig config;
    private final InstantSource clock;
    private final Path wrapper;

    /**
     * @throws SupervisorException when the state folder cannot be written
     */
    ReplicaLauncher(SupervisorConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.wrapper = config.runDirectory().resolve("replica.sh");
        try (InputStream script =
                Objects.requireNonNull(ReplicaLauncher.class.getResourceAsStream("replica.sh"))) {
            Files.createDirectories(config.runDirectory());
            Files.createDirectories(config.stateDirectory().resolve("logs"));
            DurableFile.write(wrapper, script.readAllBytes());
        } catch (IOException e) {
            throw new SupervisorException(config.runDirectory() + " cannot be written: " + e, e);
        }
    }

    /**
     * Starts a replica. Blocks for some milliseconds.
     *
     * @param variables the replica's whole environment, save the nonce
     * @throws SupervisorException when the process cannot be started, with the cause in plain words
     */
    ReplicaProcess launch(
            LaunchPlan plan, String service, int number, int port, Map<String, String> variables) {
        File log = config.logFile(service + "-" + number).toFile();
        String replica = service + "-" + number;
        Mark mark = Mark.drawn();
        RunFiles files = RunFiles.of(config.runDirectory(), replica, mark.nonce());
        long logOffset = log.length();
        var command = new ArrayList<>(List.of("sh", wrapper.toString()));
        command.add(files.pidFile().toString());
        command.add(files.exitFile().toString());
        command.add(Long.toString(mark.limit()));
        command.addAll(UserUmask.of(config.environment()).around(plan.arguments()));
        var builder =
                new ProcessBuilder(Hosts.current().inNewSession(command))
                        .directory(plan.directory().toFile())
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectOutput(Redirect.appendTo(log))
                        .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.environment().put(Mark.VARIABLE, mark.nonce());
        builder.environment().put(FINGERPRINT, plan.fingerprint());
        builder.environment().remove(UserUmask.VARIABLE);
        files.keep();
        try {
            Process leader = builder.start();
            long startTicks =
                    Hosts.current().process(leader.pid()).map(ProcessEntry::start).orElse(0L);
            var identity =
                    new Identity(
                            service,
                            number,
                            mark.nonce(),
                            leader.pid(),
                            startTicks,
                            port,
                            plan.version(),
                            plan.fingerprint(),
                            clock.instant(),
                            logOffset);
            return new ReplicaProcess(identity, files, end(leader));
        } catch (IOException e) {
            files.delete();
            throw new SupervisorException(cannotStart(plan, e), e);
        } catch (Error noThreadLeft) {
            // The JDK starts a thread for each child, after the child: nobody would know of it.
            List<Long> left = Sweep.marked(mark);
            if (left.isEmpty()) {
                files.delete();
                throw noThreadLeft;
            }
            throw new SupervisorException(
                    noThreadLeft + "; " + new Leftover(replica, left).sentence(), noThreadLeft);
        }
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

    private static String cannotStart(LaunchPlan plan, IOException e) {
        if (!Files.isDirectory(plan.directory())) {
            return "the folder " + plan.directory() + " is missing";
        }
        return String.valueOf(e.getMessage());
    }
}
