package dev.muster.agent.start;

import dev.muster.agent.access.Sessions;
import dev.muster.control.AgentAddress;
import dev.muster.state.OwnerOnly;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/**
 * A fleet's {@code .muster} folder, held by one agent at a time: the kernel's file lock ends with
 * the process, however it ends.
 */
public final class StateFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

    private final Path fleetFolder;
    private final Path folder;
    private final FileChannel channel;

    private StateFolder(Path fleetFolder, Path folder, FileChannel channel) {
        this.fleetFolder = fleetFolder;
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * @throws AgentException when another agent holds the folder, or it cannot be written
     */
    public static StateFolder hold(Path fleetFolder) {
        var folder = AgentAddress.stateFolder(fleetFolder);
        try {
            OwnerOnly.folder(folder);
            var channel =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new AgentException(
                        "Another agent already runs the fleet in "
                                + fleetFolder
                                + ". Stop it: muster down");
            }
            closeToOthers(folder);
            return new StateFolder(fleetFolder, folder, channel);
        } catch (IOException e) {
            throw new AgentException(folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** What an earlier version made, a build or a copy of the folder may be open to others. */
    private static void closeToOthers(Path folder) throws IOException {
        var token = folder.resolve(AgentAddress.tokenFile(folder).getFileName());
        if (Files.exists(token) && !OwnerOnly.isFile(token)) {
            Files.delete(token);
        }
        OwnerOnly.folder(folder.resolve("logs"));
        var ignored = folder.resolve(".gitignore");
        if (!Files.exists(ignored)) {
            OwnerOnly.write(ignored, "*\n");
        }
        var open = OwnerOnly.closeAll(folder);
        if (!open.isEmpty()) {
            LOG.warn("These belong to somebody else, and others may read them: {}", open);
        }
    }

    public Path path() {
        return folder;
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * The fleet's token, made at its first start; readable by its owner alone. One that others may
     * have read, as after the folder was copied, is replaced at the next start.
     */
    public String token() throws IOException {
        var file = AgentAddress.tokenFile(fleetFolder);
        if (Files.exists(file)) {
            var token = Files.readString(file).strip();
            if (!token.isEmpty()) {
                return token;
            }
        }
        var token = Sessions.newSecret(new SecureRandom());
        OwnerOnly.write(file, token);
        return token;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
