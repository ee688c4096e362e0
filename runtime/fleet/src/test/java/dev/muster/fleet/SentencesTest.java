package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.Cause.Answered;
import dev.muster.fleet.Cause.Exited;
import dev.muster.fleet.Cause.Failure;
import dev.muster.fleet.Cause.NeverReady;
import dev.muster.fleet.Cause.NothingListens;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How every cause is worded: as {@code sentences.txt} has it. */
final class SentencesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/sentences.txt");

    private static final Path PUBLISHED = Path.of("../../docs/reference/causes.md");
    private static final String HEAD = "| code | parameters | such as |\n|---|---|---|\n";

    private static final String AGAIN =
            "made from the code: write it again by mvn -pl runtime/fleet test -Dtest=SentencesTest"
                    + " -Dmuster.write.docs=true, and docs/reference/control-api.json as"
                    + " ApiDocumentTest says";

    private static final String PROBE = "GET /ready";
    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final Optional<String> LINE = Optional.of("no key; sorry: 7");
    private static final Exited EXITED = new Exited(1, A_WHILE, LINE, false);
    private static final Answered UNREADY = new Answered(PROBE, 503, Optional.of("db: down"));

    @Test
    void areThoseOfTheGoldenFile() throws IOException {
        var made =
                samples()
                        .map(
                                cause ->
                                        cause.code()
                                                + "\n  "
                                                + Sentences.of(cause).text()
                                                + "\n  "
                                                + parts(Sentences.about("orders-1", cause))
                                                + "\n")
                        .collect(Collectors.joining());
        if (Boolean.getBoolean("muster.write.docs")) {
            Files.writeString(GOLDEN, made);
        }

        assertThat(Files.readString(GOLDEN)).as(AGAIN).isEqualTo(made);
    }

    /** The page of causes says what there is. */
    @Test
    void arePublished() throws IOException {
        var rows =
                samples()
                        .collect(
                                Collectors.toMap(
                                        Cause::code,
                                        SentencesTest::row,
                                        (first, _) -> first,
                                        TreeMap::new));
        var published = Files.readString(PUBLISHED);
        var made =
                published.substring(0, published.indexOf(HEAD))
                        + HEAD
                        + String.join("", rows.values());
        if (Boolean.getBoolean("muster.write.docs")) {
            Files.writeString(PUBLISHED, made);
        }

        assertThat(Files.readString(PUBLISHED)).as(AGAIN).isEqualTo(made);
    }

    private static String row(Cause cause) {
        var parameters =
                Stream.of(cause.getClass().getRecordComponents())
                        .map(component -> "`" + component.getName() + "`")
                        .collect(Collectors.joining(" "));
        return "| `%s` | %s | %s |\n"
                .formatted(cause.code(), parameters, Sentences.about("orders-1", cause).text());
    }

    @Test
    void areThereForEveryCode() {
        assertThat(samples().map(Cause::code).collect(Collectors.toSet()))
                .isEqualTo(Cause.types().keySet());
    }

    @Test
    void areCutWhereTheyEndAndNotWithinWhatAProgramWrote() {
        var sentence = Sentences.of(new Exited(0, A_WHILE, LINE, true));

        assertThat(sentence.lead()).isEqualTo("exited 0 within 0.3 s");
        assertThat(sentence.briefly().text()).isEqualTo("exited 0 within 0.3 s: no key; sorry: 7");
    }

    @Test
    void tellApartWhatDiffersInMoreThanItsCircumstances() {
        var again = new Cause.StartingAgain(EXITED, 1, 10, Optional.of(A_WHILE));

        assertThat(event(again))
                .matches(
                        event(
                                        new Cause.StartingAgain(
                                                new Exited(1, A_WHILE, line(8), false),
                                                2,
                                                10,
                                                Optional.empty()))
                                ::isAlike)
                .doesNotMatch(event(exitedAgain(137, LINE))::isAlike)
                .doesNotMatch(event(exitedAgain(1, Optional.of("no such table")))::isAlike)
                .doesNotMatch(event(EXITED)::isAlike);
    }

    private static Cause exitedAgain(int status, Optional<String> line) {
        var exited = new Exited(status, A_WHILE, line, false);
        return new Cause.StartingAgain(exited, 1, 10, Optional.of(A_WHILE));
    }

    private static Optional<String> line(int number) {
        return Optional.of("no key; sorry: " + number);
    }

    private static Event event(Cause cause) {
        var subject = Subject.replica("orders", "orders-1");
        return new Event(Instant.EPOCH, Severity.WARN, subject, cause);
    }

    private static String parts(Sentence sentence) {
        return sentence.lead() + "|" + sentence.detail() + "|" + sentence.sequel();
    }

    private static Stream<Cause> samples() {
        return Stream.of(obstacles(), probes(), failures(), courses(), happenings(), news())
                .flatMap(List::stream);
    }

    private static List<Cause> obstacles() {
        return List.of(
                new Cause.WaitingForNeeds(List.of("a", "b")),
                new Cause.WaitingForTurn(),
                new Cause.WaitingForBuild(),
                new Cause.BeingPrepared(),
                new Cause.NoExecutableJar("/x/a.jar"),
                new Cause.NoContainers("redis:8"),
                new Cause.RunElsewhere(),
                new Cause.BuildMadeNoJar("/x/target"),
                new Cause.DidNotBuild("A.java:3: boom", Optional.empty()),
                new Cause.DidNotBuild("A.java:3: boom", Optional.of(".muster/build/a.log")),
                new Cause.NoJdk("/jdk"),
                new Cause.JarUnreadable("gone"),
                new Cause.NoProgram("python3", "there is no program `python3` on PATH"));
    }

    private static List<Cause> probes() {
        return List.of(
                new NothingListens(20113, List.of(), List.of()),
                new NothingListens(20113, List.of("10.0.0.1"), List.of()),
                new NothingListens(20113, List.of(), List.of(3000)),
                new NothingListens(20113, List.of(), List.of(3000, 3001)),
                new Cause.NoAnswer(PROBE, Duration.ofSeconds(1)),
                new Cause.NotHttp(PROBE),
                new Cause.AnsweredInTls(PROBE),
                new Cause.HeadTooLong(PROBE, 64),
                new Cause.AnswerCut(PROBE, false),
                new Cause.AnswerCut(PROBE, true),
                new Cause.ProbeBroke(PROBE, "Connection reset"),
                UNREADY,
                new Answered(PROBE, 404, Optional.empty()),
                new Answered(PROBE, 429, Optional.empty()),
                new Cause.NotReachedYet(),
                new Cause.AnsweredByChild("node", 4711));
    }

    private static List<Cause> failures() {
        var exits =
                Stream.of(0, 1, 126, 127, 132, 134, 135, 136, 139)
                        .map(status -> new Exited(status, A_WHILE, LINE, false));
        var others =
                Stream.of(
                        new Exited(1, Duration.ofSeconds(75), Optional.empty(), true),
                        new Cause.KilledFromOutside(1),
                        new Cause.KilledFromOutside(9),
                        new Cause.KilledFromOutside(15),
                        new Cause.OutOfHeap(3),
                        new Cause.OutOfMemory(),
                        new Cause.LeftForeground(A_WHILE, "nginx", 811),
                        new Cause.EndedUnseen(),
                        new Cause.CannotStart("the folder /x is missing"),
                        new NeverReady(Duration.ofSeconds(60), UNREADY),
                        new NeverReady(
                                Duration.ofMinutes(12),
                                new NothingListens(20113, List.of(), List.of(3000))));
        return Stream.<Cause>concat(exits, others).toList();
    }

    private static List<Cause> courses() {
        Failure silent = new Exited(0, Duration.ofMillis(40), Optional.empty(), false);
        return List.of(
                new Cause.Building(),
                new Cause.Starting(PROBE, Optional.empty()),
                new Cause.Starting(PROBE, Optional.of(UNREADY)),
                new Cause.Starting(PROBE, Optional.of(new Cause.TakenOver())),
                new Cause.Starting(
                        PROBE, Optional.of(new Cause.WaitingForNeeds(List.of("a", "b")))),
                new Cause.TakenOver(),
                new Cause.StartingAgain(EXITED, 2, 10, Optional.empty()),
                new Cause.StartingAgain(silent, 2, 10, Optional.of(Duration.ofMillis(400))),
                new Cause.GaveUp(1, EXITED),
                new Cause.GaveUp(11, silent),
                new Cause.Stopping(),
                new Cause.Stopped());
    }

    private static List<Cause> happenings() {
        return List.of(
                new Cause.ReadyAfter(Duration.ofMillis(1300)),
                new Cause.ReadyAgain(),
                new Cause.Unready(new Cause.NoAnswer(PROBE, Duration.ofSeconds(1))),
                new Cause.WasStopped(),
                new Cause.LeftBehind(List.of(7L, 8L)),
                new Cause.MayHaveLeft("java.io.UncheckedIOException: /proc cannot be read"),
                new Cause.PortTaken(20113, "nginx (pid 811)", 20114),
                new Cause.EndedUnwatched(Optional.of(3)),
                new Cause.EndedUnwatched(Optional.empty()),
                new Cause.Ejected("connection refused", Duration.ofMillis(3)),
                new Cause.Readmitted(Duration.ofSeconds(12)));
    }

    private static List<Cause> news() {
        var took = Duration.ofMillis(4_100);
        return List.of(
                new Cause.NewReplicaNotReady("orders-1", EXITED),
                new Cause.ReplacementNotReady("orders-1", EXITED),
                new Cause.NoSuchService("old-1"),
                new Cause.StateDamaged("replicas.json is damaged"),
                new Cause.DiskFull("/x/.muster"),
                new Cause.DiskHasRoom("/x/.muster", 10 << 20),
                new Cause.StateRefused("replicas.json cannot be written"),
                new Cause.StateAccepted("/x/.muster"),
                new Cause.FleetReady("shop", 7, 11, took),
                new Cause.FleetReadyInPart("shop", 7, 9, 11, took),
                new Cause.AgentReplaced(Optional.of(9), 3),
                new Cause.AgentReplaced(Optional.empty(), 1),
                new Cause.EventsDamaged(1, List.of("events.jsonl.damaged")),
                new Cause.EventsDamaged(3, List.of("a.damaged", "b.damaged")),
                new Cause.Told("orders-1 is ready"));
    }
}
