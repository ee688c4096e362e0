package dev.muster.store.event;

import static dev.muster.fleet.Severity.ERROR;
import static dev.muster.fleet.Severity.INFO;
import static dev.muster.fleet.Severity.WARN;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.fleet.Cause;
import dev.muster.fleet.Cause.Told;
import dev.muster.fleet.Event;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
            events.append(INFO, Subject.fleet(), new Told("shop is ready"));
            events.append(
                    WARN, Subject.replica("orders", "orders-2"), new Told("orders-2 exited 137"));
            events.append(INFO, Subject.service("orders"), new Told("orders is ready"));

            assertThat(events.last(2))
                    .containsExactly(
                            logged(3, INFO, Subject.service("orders"), "orders is ready"),
                            logged(
                                    2,
                                    WARN,
                                    Subject.replica("orders", "orders-2"),
                                    "orders-2 exited 137"));
        }
    }

    @Test
    void remembersOverARestartAndGoesOnCounting() {
        try (var events = open()) {
            events.append(
                    ERROR, Subject.fleet(), new Told("\"quoted\", größer, 日本\u001b[2J\nnext"));
        }
        try (var events = open()) {
            assertThat(events.append(INFO, Subject.fleet(), new Told("again")).id()).isEqualTo(2);
            assertThat(events.last(10).getLast())
                    .isEqualTo(
                            logged(
                                    1,
                                    ERROR,
                                    Subject.fleet(),
                                    "\"quoted\", größer, 日本\\u001b[2J\\nnext"));
        }
    }

    @Test
    void remembersWhatACauseIsMadeOfAndShowsItToWhoeverReadsTheFile() throws IOException {
        var exited =
                new Cause.Exited(1, Duration.ofMillis(300), Optional.of("no \u202ekey"), false);
        var cause = new Cause.StartingAgain(exited, 2, 10, Optional.of(Duration.ofMillis(400)));
        var subject = Subject.replica("orders", "orders-2");
        try (var events = open()) {
            events.append(WARN, subject, cause);
        }

        assertThat(Files.readString(file))
                .contains("\"code\":\"starting-again\"", "orders-2 exited 1 within 0.3 s: no ")
                .doesNotContain("\u202e");
        try (var events = open()) {
            var again = events.last(1).getFirst().event();
            assertThat(again.cause())
                    .isEqualTo(
                            new Cause.StartingAgain(
                                    new Cause.Exited(
                                            1,
                                            Duration.ofMillis(300),
                                            Optional.of("no \\u202ekey"),
                                            false),
                                    2,
                                    10,
                                    Optional.of(Duration.ofMillis(400))));
        }
    }

    /** The file was written by an agent that knew words alone. */
    @Test
    void readsTheEventsOfAnOlderAgent() throws IOException {
        try (var in = EventStoreTest.class.getResourceAsStream("/events-of-words.jsonl")) {
            Files.write(file, in.readAllBytes());
        }

        try (var events = open()) {
            assertThat(events.append(INFO, Subject.fleet(), new Told("later")).id()).isEqualTo(5);
            assertThat(texts(events))
                    .containsExactly(
                            "later",
                            "orders did not build: OrderDesk.java:[97,16] cannot find symbol."
                                    + " Log: /srv/shop/.muster/build/orders.log",
                            "payments-2 is ready after 0.9 s",
                            "payments-2 exited 137 (killed from outside); starting again in 0.1 s,"
                                    + " attempt 1 of 10",
                            "shop is ready: 7 services, 11 replicas, 4.1 s");
            assertThat(events.last(2).getLast().event().subject())
                    .isEqualTo(Subject.service("orders"));
        }
    }

    /** An agent that is newer may have written it. */
    @Test
    void readsTheWordsOfACodeThatItDoesNotKnow() throws IOException {
        try (var events = open()) {
            events.append(INFO, Subject.fleet(), new Told("one"));
        }
        var line = Files.readString(file).strip().replace("\"told\"", "\"sunk\"");
        Files.writeString(file, EventLine.sealed(line.substring(0, line.indexOf(",\"crc"))) + "\n");

        try (var events = open()) {
            assertThat(events.last(10)).containsExactly(logged(1, INFO, Subject.fleet(), "one"));
        }
    }

    /** A later version may say more of a cause, an older one less. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\\\"signal\\\":null}", "null", "[]", ""})
    void readsTheWordsOfACauseOfWhichSomethingIsMissing(String parameters) throws IOException {
        try (var events = open()) {
            events.append(WARN, Subject.service("orders"), new Cause.KilledFromOutside(9));
        }
        var line = Files.readString(file).strip();
        assertThat(line).contains("\"{\\\"signal\\\":9}\"");
        var lacking = line.replace("{\\\"signal\\\":9}", parameters);
        Files.writeString(
                file, EventLine.sealed(lacking.substring(0, lacking.indexOf(",\"crc"))) + "\n");

        try (var events = open()) {
            assertThat(events.last(10))
                    .containsExactly(
                            logged(
                                    1,
                                    WARN,
                                    Subject.service("orders"),
                                    "orders exited 137 (killed from outside)"));
        }
    }

    @Test
    void givesAnEventThatItReadAsItWasAppended() throws IOException {
        var cause = new Cause.LeftBehind(List.of(811L, 1L << 40));
        LoggedEvent appended;
        try (var events = open()) {
            appended = events.append(WARN, Subject.replica("orders", "orders-2"), cause);
        }

        try (var events = open()) {
            assertThat(events.last(1)).containsExactly(appended);
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
            try (var _ = events.subscribe(event -> heard.add(text(event)))) {
                events.append(INFO, Subject.fleet(), new Told("one"));
            }
            events.append(INFO, Subject.fleet(), new Told("two"));
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
                events.append(INFO, Subject.fleet(), new Told("event " + i));
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
            assertThat(events.append(INFO, Subject.fleet(), new Told("next")).id())
                    .isGreaterThan(survivors.size());
            return survivors;
        }
    }

    @Test
    void goesOnAfterATornEnd() throws IOException {
        appendThree();
        Files.writeString(file, Files.readString(file).strip().substring(0, 150));
        try (var events = open()) {
            events.append(INFO, Subject.fleet(), new Told("after the crash"));
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
                events.append(INFO, Subject.fleet(), new Told("event " + i));
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
                events.append(INFO, Subject.fleet(), new Told("event " + i));
            }
            assertThat(events.last(100)).hasSize(3);
        }
    }

    @Test
    void tellsAndCountsWhatAFullDiskDoesNotTake() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        try (var events = open()) {
            events.append(INFO, Subject.fleet(), new Told("lost on disk"));

            assertThat(texts(events)).containsExactly("lost on disk");
            assertThat(events.unwritten()).isEqualTo(1);
        }
    }

    private void appendThree() throws IOException {
        Files.deleteIfExists(file);
        try (var events = open()) {
            events.append(INFO, Subject.fleet(), new Told("one"));
            events.append(INFO, Subject.fleet(), new Told("two"));
            events.append(INFO, Subject.fleet(), new Told("three"));
        }
    }

    private static List<String> texts(EventStore events) {
        return events.last(100).stream().map(EventStoreTest::text).toList();
    }

    private static String text(LoggedEvent logged) {
        return logged.event().sentence().text();
    }

    private static LoggedEvent logged(long id, Severity severity, Subject subject, String text) {
        return new LoggedEvent(id, new Event(NOON, severity, subject, new Told(text)));
    }

    private EventStore open() {
        return EventStore.open(file, EventConfig.standard(), () -> NOON);
    }
}
