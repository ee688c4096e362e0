package dev.muster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How an endpoint is kept announced. No thread but the test's own. */
final class AnnouncementTest implements Registrar, SourceListener {
    private static final Endpoint ONE = Endpoint.of("catalog-1", "127.0.0.1", 20_001);

    private final HeldBackend backend = new HeldBackend();
    private final List<String> told = new ArrayList<>();
    private int failures;
    private int calls;
    private boolean isReady;

    @Test
    void repeatsItBeforeItExpiresAndWithdrawsItInTheEnd() throws Exception {
        try (var _ = announce()) {
            backend.run();
        }

        assertThat(told)
                .containsExactly(
                        "catalog-1 ready for 15s",
                        "catalog-1 not ready for 15s",
                        "catalog-1 ready for 15s",
                        "catalog-1 withdrawn");
        assertThat(backend.pauses).allMatch(pause -> pause.toSeconds() == 5).hasSize(3);
    }

    @Test
    void goesOnTryingWhileTheRegistryIsGone() throws Exception {
        failures = 2;
        try (var _ = announce()) {
            backend.run();
        }

        assertThat(told)
                .containsExactly(
                        "lost: connection refused",
                        "catalog-1 ready for 15s",
                        "found",
                        "catalog-1 withdrawn");
    }

    private Announcement announce() {
        return Announcement.of(this, "catalog", ONE, () -> isReady = !isReady, backend, this);
    }

    @Override
    public void announce(String service, Endpoint endpoint, boolean ready, Duration holds)
            throws Exception {
        if (++calls > 3) {
            throw new InterruptedException("the test is over");
        }
        if (failures-- > 0) {
            throw new IOException("connection refused");
        }
        told.add(
                endpoint.id()
                        + (ready ? " ready" : " not ready")
                        + " for "
                        + holds.toSeconds()
                        + "s");
    }

    @Override
    public void withdraw(String service, Endpoint endpoint) {
        told.add(endpoint.id() + " withdrawn");
    }

    @Override
    public void lost(@Nullable String why, boolean hasSnapshot) {
        told.add("lost: " + why);
    }

    @Override
    public void found() {
        told.add("found");
    }

    @Override
    public void listenerFailed(String service, RuntimeException failure) {
        told.add("failed: " + service);
    }
}
