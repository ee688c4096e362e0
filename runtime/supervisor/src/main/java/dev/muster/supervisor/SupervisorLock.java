package dev.muster.supervisor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One supervisor at a time for a state folder: the kernel's lock ends with the process. */
final class SupervisorLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisorLock.class);

    private final Path file;
    private final FileChannel channel;

    private SupervisorLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * @throws SupervisorException when another one has it, or the folder cannot be written
     */
    static SupervisorLock take(Path stateDirectory) {
        Path file = stateDirectory.resolve("supervisor.lock");
        try {
            Files.createDirectories(stateDirectory);
            var channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return new SupervisorLock(file, channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new SupervisorException(file + " cannot be locked: " + e, e);
        }
        throw new SupervisorException(
                "Another agent runs the fleet of " + stateDirectory + " already.");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("{} was not released: {}", file, e.toString());
        }
    }
}
