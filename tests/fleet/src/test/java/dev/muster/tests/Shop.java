package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;

/**
 * The example shop, up with {@code up -d} in the clone, and the command to run other fleets beside
 * it. Every class may leave it up, down or with a replica on its way: it is made whole for the
 * next.
 */
final class Shop implements AutoCloseable {
    private final Muster muster;
    private final Fleet fleet;
    private final Muster.Outcome firstUp;

    private Shop(Muster muster, Fleet fleet, Muster.Outcome firstUp) {
        this.muster = muster;
        this.fleet = fleet;
        this.firstUp = firstUp;
    }

    static Shop open() throws IOException, InterruptedException {
        LocalRepository.make();
        var clone = Clone.make("1".equals(System.getenv("MUSTER_KEEP_CLONE")));
        var muster = new Muster(clone);
        var fleet = new Fleet(muster, clone.resolve("examples/shop"));
        fleet.run("down");
        Clone.delete(fleet.folder().resolve(".muster"));
        return new Shop(muster, fleet, fleet.up());
    }

    void makeWhole() throws IOException, InterruptedException {
        if (!fleet.isUp()) {
            fleet.up();
        }
        fleet.awaitReady();
    }

    Muster muster() {
        return muster;
    }

    Fleet fleet() {
        return fleet;
    }

    Path source(String path) {
        return fleet.folder().resolve(path);
    }

    /** What the very first {@code up -d} in the clone printed. */
    Muster.Outcome firstUp() {
        return firstUp;
    }

    @Override
    public void close() throws IOException {
        try {
            fleet.down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the shop was stopping");
        }
        assertThat(fleet.isUp()).isFalse();
    }
}
