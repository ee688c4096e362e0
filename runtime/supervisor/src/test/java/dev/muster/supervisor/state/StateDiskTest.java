package dev.muster.supervisor.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.Cause;
import dev.muster.fleet.Sentences;
import dev.muster.fleet.Severity;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

final class StateDiskTest {

    private static final long MIB = 1 << 20;

    private final AtomicLong usable = new AtomicLong(1000 * MIB);
    private final List<String> told = new ArrayList<>();
    private final StateDisk disk =
            new StateDisk(Path.of("/srv/shop/.muster"), usable::get, this::tell);

    @Test
    void tellsOnceThatItIsFullAndOnceThatThereIsRoomAgain() {
        disk.look();
        usable.set(0);
        disk.look();
        disk.look();
        usable.set(2 * MIB);
        disk.look();
        usable.set(0);
        disk.look();
        usable.set(10 * MIB);
        disk.look();
        disk.look();

        assertThat(told)
                .containsExactly(
                        "ERROR The disk of /srv/shop/.muster is full: what replicas write is lost,"
                                + " and nothing can be built. Free some space",
                        "INFO The disk of /srv/shop/.muster has room again: 10 MB");
    }

    @Test
    void tellsOnceThatTheStateIsRefusedAndOnceThatItIsTaken() {
        disk.accepted();
        disk.refused("replicas.json cannot be written: No space left on device");
        disk.refused("replicas.json cannot be written: No space left on device");
        disk.accepted();
        disk.accepted();

        assertThat(told).hasSize(2);
        assertThat(told.getFirst())
                .startsWith("ERROR replicas.json cannot be written: No space left on device. ");
        assertThat(told.getLast()).startsWith("INFO Which replicas run is written down again");
    }

    private void tell(Severity severity, Cause cause) {
        told.add(severity + " " + Sentences.of(cause).text());
    }
}
