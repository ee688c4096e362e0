package dev.muster.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.stream.Changes;
import dev.muster.control.EventView;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Severity;
import dev.muster.store.event.EventConfig;
import dev.muster.store.event.EventStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** What happened is shown by whoever looks, and made ready for that when it happens. */
final class EventLogTest {
    @TempDir private Path folder;
    private EventStore store;
    private EventLog events;

    @BeforeEach
    void open() {
        var clock = InstantSource.fixed(Instant.parse("2026-11-01T12:00:00Z"));
        store = EventStore.open(folder.resolve("events.jsonl"), EventConfig.standard(), clock);
        events = new EventLog(store, new Changes());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void isPutIntoWordsOnceHoweverManyLook() {
        happens("/srv");

        var shown = events.shown();

        assertThat(shown).extracting(EventView::id).containsExactly(1L);
        assertThat(events.shown()).isSameAs(shown);
        happens("/var");
        assertThat(events.shown()).extracting(EventView::id).containsExactly(2L, 1L);
        assertThat(events.shown()).isSameAs(events.shown());
    }

    @Test
    void showsTheNewestFifty() {
        for (int i = 1; i <= 60; i++) {
            happens("/disk-" + (char) ('a' + i % 26) + i);
        }

        assertThat(events.shown()).hasSize(50).extracting(EventView::id).startsWith(60L, 59L);
    }

    private void happens(String folderOfDisk) {
        events.fleet(Severity.WARN, new Cause.DiskFull(folderOfDisk));
    }
}
