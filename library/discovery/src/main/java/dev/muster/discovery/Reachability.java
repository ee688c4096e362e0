package dev.muster.discovery;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether one registry can be asked, as all who ask it find. Thread-safe. */
final class Reachability {
    private final SourceListener listener;
    private final AtomicBoolean isGone = new AtomicBoolean();

    Reachability(SourceListener listener) {
        this.listener = listener;
    }

    void lost(@Nullable String why, boolean hasSnapshot) {
        if (isGone.compareAndSet(false, true)) {
            listener.lost(why, hasSnapshot);
        }
    }

    void found() {
        if (isGone.compareAndSet(true, false)) {
            listener.found();
        }
    }

    SourceListener listener() {
        return listener;
    }
}
