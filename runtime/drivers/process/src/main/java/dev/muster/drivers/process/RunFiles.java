package dev.muster.drivers.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The two small files in which the wrapper writes down the program's pid and exit status. They are
 * there for as long as anything runs of the replica: it is found by them.
 */
record RunFiles(Path pidFile, Path exitFile) {

    static RunFiles of(Path directory, String replica, String nonce) {
        String stem = replica + "." + nonce;
        return new RunFiles(directory.resolve(stem + ".pid"), directory.resolve(stem + ".exit"));
    }

    Optional<Long> programPid() {
        return number(pidFile);
    }

    OptionalInt exitStatus() {
        return number(exitFile).map(n -> OptionalInt.of(n.intValue())).orElse(OptionalInt.empty());
    }

    /** Has the replica found by them from now on, whatever becomes of its wrapper. */
    void keep() {
        try {
            if (!Files.exists(pidFile)) {
                Files.createFile(pidFile);
            }
        } catch (IOException onAFullDisk) {
            // The wrapper tries it too.
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(pidFile);
            Files.deleteIfExists(exitFile);
        } catch (IOException leftForTheNextStart) {
            // The next start of the supervisor finds that no process belongs to them.
        }
    }

    private static Optional<Long> number(Path file) {
        try {
            String text = Files.readString(file);
            return text.endsWith("\n")
                    ? Optional.of(Long.parseLong(text.trim()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException notWritten) {
            return Optional.empty();
        }
    }
}
