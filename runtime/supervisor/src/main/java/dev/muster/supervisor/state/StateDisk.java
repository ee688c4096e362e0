package dev.muster.supervisor.state;

import dev.muster.fleet.Cause;
import dev.muster.fleet.Severity;
import dev.muster.state.DiskRoom;

import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Tells when the disk that logs, state and builds are written to is full or refuses a file, and
 * when that is over: replicas run on, and nobody would know why their logs end. Thread-safe.
 */
public final class StateDisk {

    /** Or a log that fills what was freed would tell of both each time. */
    private static final long ROOM_FROM = 4 * DiskRoom.FULL_BELOW;

    private final Path folder;
    private final LongSupplier usableBytes;
    private final BiConsumer<Severity, Cause> told;
    private boolean isFull;
    private boolean refuses;

    /**
     * @param usableBytes how much may still be written
     */
    StateDisk(Path folder, LongSupplier usableBytes, BiConsumer<Severity, Cause> told) {
        this.folder = folder;
        this.usableBytes = usableBytes;
        this.told = told;
    }

    public static StateDisk of(Path folder, BiConsumer<Severity, Cause> told) {
        return new StateDisk(folder, () -> DiskRoom.usableBytes(folder), told);
    }

    /** Looks how much room there is. Blocks on the disk. */
    public synchronized void look() {
        long usable = usableBytes.getAsLong();
        if (!isFull && usable < DiskRoom.FULL_BELOW) {
            isFull = true;
            told.accept(Severity.ERROR, new Cause.DiskFull(folder.toString()));
        } else if (isFull && usable >= ROOM_FROM) {
            isFull = false;
            told.accept(Severity.INFO, new Cause.DiskHasRoom(folder.toString(), usable));
        }
    }

    /** It refused to take which replicas run. */
    public synchronized void refused(String problem) {
        if (!refuses) {
            refuses = true;
            told.accept(Severity.ERROR, new Cause.StateRefused(problem));
        }
    }

    /** It took which replicas run. */
    public synchronized void accepted() {
        if (refuses) {
            refuses = false;
            told.accept(Severity.INFO, new Cause.StateAccepted(folder.toString()));
        }
    }
}
