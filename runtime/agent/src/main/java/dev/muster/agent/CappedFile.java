package dev.muster.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is appended to and never outgrows its cap: when half of it is full it is set aside as
 * {@code NAME.1}, in place of the one before. Used by one thread at a time.
 */
final class CappedFile implements AutoCloseable {
    private static final long HALF_OF_CAP = 32L << 20;

    private final Path file;
    private FileChannel channel;

    private CappedFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static CappedFile open(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        return new CappedFile(file, append(file));
    }

    void write(ByteBuffer bytes) throws IOException {
        if (channel.size() > HALF_OF_CAP) {
            channel.close();
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
            channel = append(file);
        }
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static FileChannel append(Path file) throws IOException {
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }
}
