package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A fleet whose services go wrong says of each what is wrong with it, and answers its clients. */
@ExtendWith(WithShop.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private static final Path RESOURCES = Path.of("src/test/resources/faults");

    private final Fleet fleet;
    private final Muster.Outcome up;
    private final HttpClient http = HttpClient.newHttpClient();
    private final CompletableFuture<HttpResponse<String>> hanging;

    FaultsTest(Shop shop) throws Exception {
        Programs.need("python3");
        var folder = Files.createDirectories(shop.muster().home().resolveSibling("troubled"));
        for (var name : List.of("muster.yaml", "liar.py")) {
            Files.deleteIfExists(folder.resolve(name));
            Files.copy(RESOURCES.resolve(name), folder.resolve(name));
        }
        fleet = new Fleet(shop.muster(), folder);
        up = fleet.up();
        // Takes as long as the gateway is patient, so the other tests go on meanwhile.
        var request = HttpRequest.newBuilder(fleet.uri("/hang"));
        hanging =
                http.sendAsync(
                        request.POST(HttpRequest.BodyPublishers.noBody()).build(),
                        BodyHandlers.ofString());
    }

    @AfterAll
    void stop() throws Exception {
        fleet.down();
        http.close();
    }

    @Test
    void startsWhatCanBeStartedAndSaysWhatWasNotAndWhy() {
        up.expect(4);
        assertThat(up.out())
                .contains("quits is not ready: ", "exited 3 ", "no key in KEYFILE")
                .contains("silent is not ready: never became ready within 3 s: nothing listens")
                .contains("absent is not ready: waiting for no-such-program")
                .contains("troubled is degraded");
    }

    @Test
    void triesAServiceThatExitsAgainLaterEachTimeAndSaysWhenItGivesUp() throws Exception {
        assertThat(fleet.run("events").expect(0).out())
                .containsPattern(
                        "quits-1 exited 3 .*no key in KEYFILE; starting again in .*s, att");
        await("it gives up")
                .atMost(Fleet.PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(words(fleet.run("explain", "quits").expect(0).out()))
                                        .contains("quits is down: quits-1 gave up because")
                                        .contains("Last line of quits-1:", "no key in KEYFILE"));
        assertThat(words(fleet.run("ps").expect(0).out()))
                .contains("quits 0/1", "waiting for no-such-program", "liar 1 ");
    }

    @Test
    void answers502ForAServiceThatSpeaksNoHttpOrNothing() throws Exception {
        assertThat(fleet.fetch("/fine").body()).isEqualTo("fine");
        for (var path : List.of("/garbage", "/nothing")) {
            var answer = fleet.fetch(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(502);
            assertThat(answer.headers().firstValue("content-type"))
                    .contains("application/problem+json");
            assertThat(answer.body()).contains("liar ", "traceId");
        }
    }

    @Test
    void neverMakesAnAnswerThatWasCutLookWhole() {
        for (var path : List.of("/cut", "/chunks")) {
            assertThatThrownBy(() -> fleet.fetch(path)).as(path).isInstanceOf(IOException.class);
        }
    }

    @Test
    void answers504ForAServiceThatHangs() {
        var answer = hanging.orTimeout(Fleet.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("liar did not answer in time.");
    }

    @Test
    void tellsEveryMistakeOfAFleetFileAtOnceAndStartsNothing() throws Exception {
        var folder = Files.createDirectories(fleet.folder().resolveSibling("mistakes"));
        Files.writeString(
                folder.resolve("muster.yaml"),
                Files.readString(RESOURCES.resolve("mistakes.yaml")));
        var mistaken = new Fleet(fleet.muster(), folder);

        var refused = mistaken.up().expect(2);
        assertThat(refused.err())
                .contains("has 10 problems:", "Nothing was started.")
                .containsPattern("3:1 +gatway +no such key\\. Did you mean `gateway`\\?")
                .containsPattern("8:5 +services\\.catalog\\.replcas .*`replicas`")
                .containsPattern("13:13 +services\\.orders\\.needs .*`payments`");
        assertThat(refused.err().lines().filter(line -> line.matches(" +\\d+:\\d+ .*")))
                .hasSize(10);
        assertThat(mistaken.isUp()).isFalse();

        assertThat(mistaken.run("check").expect(2).err()).contains("has 10 problems:");
        assertThat(mistaken.run("check", "--json").expect(2).out())
                .contains("\"line\":3", "\"key\":\"gatway\"");
        var lacking = fleet.run("check").expect(1);
        assertThat(lacking.out() + lacking.err())
                .containsPattern(
                        "11:14 +services\\.absent\\.command +there is no program"
                                + " `no-such-program` on PATH");
    }

    @Test
    void healsWhatIsKilledBesideAllThat() throws Exception {
        long pid = fleet.kill("liar-1");
        fleet.awaitSuccessor("liar-1", pid);
        await("it answers again")
                .atMost(Fleet.PATIENCE)
                .until(() -> fleet.fetch("/fine").statusCode() == 200);
    }

    private static String words(String printed) {
        return printed.replaceAll("\\s+", " ");
    }
}
