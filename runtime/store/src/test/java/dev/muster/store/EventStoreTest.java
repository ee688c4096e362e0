package dev.muster.store;

import static dev.muster.store.Event.Severity.ERROR;
import static dev.muster.store.Event.Severity.INFO;
import static dev.muster.store.Event.Severity.WARN;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class EventStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("events.jsonl");
    }

    @Test
    void givesTheNewestFirstAndCountsUp() {
        try (var events = open()) {
            events.append(INFO, Subject.fleet(), "shop is ready");
            events.append(WARN, Subject.replica("orders", "orders-2"), "orders-2 exited 137");
            events.append(INFO, Subject.service("orders"), "orders is ready");

            assertThat(events.last(2))
                    .containsExactly(
                            new Event(3, NOON, INFO, Subject.service("orders"), "orders is ready"),
                            new Event(
                                    2,
                                    NOON,
                                    WARN,
                                    Subject.replica("orders", "orders-2"),
                                    "orders-2 exited 137"));
        }
    }

    @Test
    void remembersOverARestartAndGoesOnCounting() {
        try (var events = open()) {
            events.append(ERROR, Subject.fleet(), "\"quoted\", größer, 日本\u001b[2J\nnext");
        }
        try (var events = open()) {
            assertThat(events.append(INFO, Subject.fleet(), "again").id()).isEqualTo(2);
            assertThat(events.last(10).getLast())
                    .isEqualTo(
                            new Event(
                                    1,
                                    NOON,
                                    ERROR,
                                    Subject.fleet(),
                                    "\"quoted\", größer, 日本\\u001b[2J\\nnext"));
        }
    }

    @Test
    void tellsEveryListenerAlsoWhenOneFails() {
        var heard = new ArrayList<String>();
        try (var events = open()) {
            events.subscribe(
                    _ -> {
                        throw new IllegalStateException("a broken listener");
                    });
            try (var _ = events.subscribe(event -> heard.add(event.text()))) {
                events.append(INFO, Subject.fleet(), "one");
            }
            events.append(INFO, Subject.fleet(), "two");
        }

        assertThat(heard).containsExactly("one");
    }

    @Test
    void skipsCountsKeepsAndSaysADamagedLine() throws IOException {
        appendThree();
        String damaged = Files.readString(file).replace("\"two\"", "\"twp\"");
        Files.writeString(file, damaged);

        try (var events = open()) {
            assertThat(texts(events))
                    .containsExactly(
                            "1 damaged line of the event log was skipped, and is kept in"
                                    + " events.jsonl.damaged",
                            "three",
                            "one");
        }
        assertThat(folder.resolve("events.jsonl.damaged")).hasContent(damaged.strip());
        try (var events = open()) {
            assertThat(events.last(10)).as("said once").hasSize(3);
        }
    }

    @Test
    void keepsTheDamagedLinesOfBothItsFiles() throws IOException {
        try (var events = EventStore.open(file, new EventConfig(1_024, 100), () -> NOON)) {
            for (int i = 1; i <= 20; i++) {
                events.append(INFO, Subject.fleet(), "event " + i);
            }
        }
        var older = folder.resolve("events.jsonl.1");
        Files.writeString(older, "x" + Files.readString(older));
        Files.writeString(file, "y" + Files.readString(file));

        try (var events = open()) {
            assertThat(texts(events).getFirst())
                    .isEqualTo(
                            "2 damaged lines of the event log were skipped, and are kept in"
                                    + " events.jsonl.1.damaged and events.jsonl.damaged");
        }
        assertThat(folder.resolve("events.jsonl.1.damaged")).content().startsWith("x{");
        assertThat(folder.resolve("events.jsonl.damaged")).content().startsWith("y{");
    }

    @Test
    void opensWhateverByteIsCutOffFlippedOrZeroed() throws IOException {
        appendThree();
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(1);
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            byte[] zeroed = whole.clone();
            zeroed[at] = 0;

            survivors(Arrays.copyOf(whole, at));
            // A line break that is lost takes the lines on both its sides along.
            assertThat(survivors(flipped)).hasSizeGreaterThanOrEqualTo(1);
            assertThat(survivors(zeroed)).hasSizeGreaterThanOrEqualTo(1);
        }
    }

    private List<String> survivors(byte[] damaged) throws IOException {
        Files.write(file, damaged);
        try (var events = open()) {
            var survivors =
                    texts(events).stream().filter(text -> !text.contains("damaged")).toList();
            assertThat(survivors).isSubsetOf("one", "two", "three");
            assertThat(events.append(INFO, Subject.fleet(), "next").id())
                    .isGreaterThan(survivors.size());
            return survivors;
        }
    }

    @Test
    void goesOnAfterATornEnd() throws IOException {
        appendThree();
        Files.writeString(file, Files.readString(file).strip().substring(0, 150));
        try (var events = open()) {
            events.append(INFO, Subject.fleet(), "after the crash");
        }
        try (var events = open()) {
            assertThat(texts(events)).startsWith("after the crash").endsWith("one");
        }
    }

    @Test
    void keepsTwoFilesOfTheCapAndTheNewestEvents() throws IOException {
        var config = new EventConfig(2_000, 10_000);
        try (var events = EventStore.open(file, config, () -> NOON)) {
            for (int i = 1; i <= 500; i++) {
                events.append(INFO, Subject.fleet(), "event " + i);
            }
        }
        assertThat(Files.size(file)).isLessThan(2_200);
        assertThat(Files.size(folder.resolve("events.jsonl.1"))).isLessThan(2_200);
        try (var events = EventStore.open(file, config, () -> NOON)) {
            assertThat(events.last(1).getFirst().id()).isEqualTo(500);
            assertThat(events.last(1_000).size()).isBetween(15, 40);
        }
    }

    @Test
    void keepsInMemoryNoMoreThanItsCap() {
        try (var events = EventStore.open(file, new EventConfig(1 << 20, 3), () -> NOON)) {
            for (int i = 0; i < 10; i++) {
                events.append(INFO, Subject.fleet(), "event " + i);
            }
            assertThat(events.last(100)).hasSize(3);
        }
    }

    @Test
    void tellsAndCountsWhatAFullDiskDoesNotTake() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        try (var events = open()) {
            events.append(INFO, Subject.fleet(), "lost on disk");

            assertThat(texts(events)).containsExactly("lost on disk");
            assertThat(events.unwritten()).isEqualTo(1);
        }
    }

    private void appendThree() throws IOException {
        Files.deleteIfExists(file);
        try (var events = open()) {
            events.append(INFO, Subject.fleet(), "one");
            events.append(INFO, Subject.fleet(), "two");
            events.append(INFO, Subject.fleet(), "three");
        }
    }

    private static List<String> texts(EventStore events) {
        return events.last(100).stream().map(Event::text).toList();
    }

    private EventStore open() {
        return EventStore.open(file, EventConfig.standard(), () -> NOON);
    }
}
