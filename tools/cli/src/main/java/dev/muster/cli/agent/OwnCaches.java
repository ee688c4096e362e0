package dev.muster.cli.agent;

import dev.muster.process.Hosts;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The AOT caches of the command and of the agent. They are made once after a build of Muster, by a
 * program in the background, at the lowest priority, that outlives this command; of two at the same
 * time one does nothing. Without them everything works, only slower.
 */
public final class OwnCaches {
    private final Installation installation;

    public OwnCaches(Installation installation) {
        this.installation = installation;
    }

    /** Has those made that are missing; returns at once. To be called when a fleet is ready. */
    public void makeLater() {
        boolean isMade =
                Files.exists(installation.commandCache())
                        && Files.exists(installation.agentCache());
        Optional<Path> maker = installation.cacheMaker();
        if (isMade || maker.isEmpty()) {
            return;
        }
        Path log = installation.libraries().resolve("caches.log");
        var command = List.of("nice", "-n", "19", maker.get().toString());
        var builder =
                new ProcessBuilder(Hosts.current().inNewSession(command))
                        .directory(installation.libraries().toFile())
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectOutput(Redirect.appendTo(log.toFile()))
                        .redirectErrorStream(true);
        try {
            builder.start();
        } catch (IOException thenWithout) {
            // Nothing is missing but speed, and the next `up` tries again.
        }
    }
}
