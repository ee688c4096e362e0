package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.control.LogLine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The verbs that look at a fleet and change it, from wherever they are typed. */
@ExtendWith(WithShop.class)
class ScaleLogsEventsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private record Lines(List<LogLine> lines) {}

    private final Shop shop;
    private final Fleet fleet;

    ScaleLogsEventsTest(Shop shop) {
        this.shop = shop;
        this.fleet = shop.fleet();
    }

    @Test
    void scalesOutAndIn() throws Exception {
        assertThat(fleet.run("scale", "catalog", "3").expect(0).out())
                .contains("catalog is scaled from 2 to 3.");
        await("the third replica is ready")
                .atMost(Fleet.PATIENCE)
                .untilAsserted(
                        () -> assertThat(fleet.replica("catalog-3").state()).isEqualTo("ready"));
        assertThat(fleet.run("scale", "catalog", "2").expect(0).out())
                .contains("catalog is scaled from 3 to 2.");
        await("two are left")
                .atMost(Fleet.PATIENCE)
                .untilAsserted(() -> assertThat(fleet.service("catalog").replicas()).hasSize(2));
        assertThat(fleet.fetch("/products").statusCode()).isEqualTo(200);
    }

    @Test
    void choosesLinesOfTheLogs() throws Exception {
        fleet.fetch("/products/no-such-print-" + ProcessHandle.current().pid());
        await("the request is logged")
                .atMost(Fleet.PATIENCE)
                .until(() -> !lines("catalog", "--grep", "NO-SUCH-PRINT").isEmpty());
        assertThat(lines("catalog", "--grep", "no-such-print", "--since", "10m"))
                .allSatisfy(line -> assertThat(line.service()).isEqualTo("catalog"))
                .allSatisfy(line -> assertThat(line.message()).contains("no-such-print"));
        assertThat(lines("--level", "warn", "--limit", "20"))
                .extracting(LogLine::level)
                .isSubsetOf("WARN", "ERROR");
        assertThat(lines("catalog-1", "--limit", "5"))
                .hasSizeLessThanOrEqualTo(5)
                .allSatisfy(line -> assertThat(line.replica()).isEqualTo("catalog-1"));
        assertThat(fleet.run("logs", "catalog", "--limit", "3").expect(0).out())
                .containsPattern("(?m)^\\d\\d:\\d\\d:\\d\\d  catalog-\\d");
    }

    @Test
    void followsTheLogs() throws Exception {
        var follow = fleet.start("logs", "-f", "catalog", "--grep", "followed-print");
        try {
            await("a new line is shown")
                    .atMost(Fleet.PATIENCE)
                    .until(
                            () -> {
                                fleet.fetch("/products/followed-print");
                                return follow.printed().contains("followed-print");
                            });
            assertThat(follow.process().isAlive()).isTrue();
        } finally {
            follow.process().destroy();
        }
        assertThat(follow.await().err()).isEmpty();
    }

    @Test
    void tellsWhatHappened() throws Exception {
        assertThat(fleet.run("events", "--limit", "5").expect(0).out().lines())
                .hasSizeBetween(1, 5)
                .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d  .+"));
        var json = JSON.readTree(fleet.run("events", "--json").expect(0).out());
        assertThat(json.path("events").size()).isPositive();
        assertThat(json.path("events").path(0).path("cause").path("sentence").asString())
                .isNotEmpty();
    }

    @Test
    void isUnderstoodBelowTheFleetFileAndOutside(@TempDir Path elsewhere) throws Exception {
        var below = fleet.folder().resolve("orders/src/main");
        assertThat(shop.muster().run(below, "ps").expect(0).out()).contains("storefront");
        assertThat(shop.muster().run(elsewhere, "ps").expect(0).out()).contains("storefront");
        var named = shop.muster().run(elsewhere, "ps", "--fleet", fleet.folder().toString());
        assertThat(named.expect(0).out()).contains("storefront");
    }

    @Test
    void saysInASentenceWhatIsWrong() throws Exception {
        assertSentence(2, "There is no verb `scael`. Did you mean `scale`?", "scael", "catalog");
        assertSentence(
                2, "\"many\" is not a number of replicas, 0 to 100.", "scale", "catalog", "many");
        assertSentence(2, "muster ps: there is no option --wrong.", "ps", "--wrong");
        assertSentence(2, "muster explain: SVC is missing.", "explain");
        assertSentence(
                2,
                "not a port (1 to 65535, or 0 for any free one)",
                "up",
                "-d",
                "--gateway-port",
                "http");
        assertSentence(2, "There is no folder nowhere.", "up", "nowhere");
        assertSentence(2, "has no service \"catlog\". It has: ", "explain", "catlog");
        assertSentence(2, "has no service \"catlog\"", "scale", "catlog", "2");
        assertSentence(2, "has no service \"catlog\"", "restart", "catlog");
        assertSentence(2, "has no service or replica \"catlog\"", "logs", "catlog");
        assertSentence(2, "is not a number of replicas, 0 to 100.", "scale", "catalog", "5000");
        assertSentence(
                2, " is \"yesterday\"; it must be an age such as", "logs", "--since", "yesterday");
        assertSentence(2, " is \"loud\"; it must be trace, debug", "logs", "--level", "loud");
    }

    @Test
    void saysThatNoFleetIsUp(@TempDir Path elsewhere) throws Exception {
        Files.writeString(
                elsewhere.resolve("muster.yaml"),
                "muster: 1\nname: idle\nservices: { none: { command: [true], replicas: 0 } }\n");
        var ps = shop.muster().run(elsewhere, "ps").expect(3);
        assertThat(ps.err()).contains("The fleet in this folder is not up. Start it: muster up");
        assertThat(shop.muster().run(elsewhere, "down").expect(0).out())
                .contains("The fleet in this folder is not up. Nothing to stop.");
    }

    private void assertSentence(int status, String sentence, String... words) throws Exception {
        var outcome = fleet.run(words).expect(status);
        assertThat(outcome.err())
                .as(Arrays.toString(words))
                .contains(sentence)
                .doesNotContain("{", "Exception", "\tat ");
    }

    private List<LogLine> lines(String... filters) throws Exception {
        var words = new String[filters.length + 2];
        words[0] = "logs";
        words[1] = "--json";
        System.arraycopy(filters, 0, words, 2, filters.length);
        return JSON.readValue(fleet.run(words).expect(0).out(), Lines.class).lines();
    }
}
