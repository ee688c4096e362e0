package dev.muster.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much may still be written to a disk. Both methods block on it. */
public final class DiskRoom {

    /** With fewer bytes than these to write to, a disk is full. */
    public static final long FULL_BELOW = 1 << 20;

    private DiskRoom() {}

    /** Whether nothing can be written beside the file, or into it. */
    public static boolean isFull(Path file) {
        return usableBytes(file) < FULL_BELOW;
    }

    /** The bytes that may still be written beside the file; very many where that is not known. */
    public static long usableBytes(Path file) {
        try {
            return Files.getFileStore(file).getUsableSpace();
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }
}
