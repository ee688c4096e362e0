package dev.muster.agent;

import org.jspecify.annotations.Nullable;

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
    private final long half;
    private @Nullable FileChannel channel;

    private CappedFile(Path file, long half) {
        this.file = file;
        this.half = half;
    }

    static CappedFile open(Path file) throws IOException {
        return open(file, 2 * HALF_OF_CAP);
    }

    /**
     * @param cap bytes of both files together
     */
    static CappedFile open(Path file, long cap) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        var capped = new CappedFile(file, cap / 2);
        capped.channel();
        return capped;
    }

    /**
     * @throws IOException where the disk does not take it; a later write may succeed
     */
    void write(ByteBuffer bytes) throws IOException {
        if (channel().size() > half) {
            close();
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        var open = channel();
        while (bytes.hasRemaining()) {
            open.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        var open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    /** Opened anew after whatever closed it, so that one failure is not the last write. */
    private FileChannel channel() throws IOException {
        var open = channel;
        if (open == null) {
            open =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND);
            channel = open;
        }
        return open;
    }
}
