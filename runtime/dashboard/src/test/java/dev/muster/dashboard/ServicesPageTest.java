package dev.muster.dashboard;

import static dev.muster.dashboard.SampleFleet.NOON;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The Services page in a real browser, over a fleet that the test decides. */
class ServicesPageTest {
    @TempDir static Path profile;

    private static Browser browser;

    private FakeAgent agent;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start(profile);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void startAgent() {
        agent = FakeAgent.start(0, SampleFleet.degraded(NOON));
        browser.resize(1360, 900);
    }

    @AfterEach
    void stopAgent() {
        agent.close();
        browser.assertNothingWentWrong();
    }

    @Test
    void leadsFromTheVerdictToTheServiceThatItIsAbout() {
        agent.show(SampleFleet.healthy(NOON));
        browser.open(agent.signInUrl());
        browser.find("fleet-verdict", "All 12 replicas");
        assertThat(browser.all("fleet-verdict"))
                .extracting(Browser::textOf)
                .noneMatch(text -> text.contains("explain"));
        agent.show(SampleFleet.degraded(NOON.plusSeconds(1)));
        browser.click(".explain", "explain");
        browser.find("service-detail", "payments-2");
    }

    @Test
    void showsEachServiceWithItsStateItsCauseAndItsFigures() {
        browser.open(agent.signInUrl());
        var payments = browser.find("tbody", "payments").getText();
        assertThat(payments)
                .contains("1 of 2 ready", "payments-2 exited 137 (killed from outside)", "0.4 %");
        assertThat(browser.find("tbody", "orders-db").getText()).contains("1 ready", "–");
        assertThat(browser.find("tbody", "labels").getText())
                .contains("waiting for ruby, which is not on the PATH");
        assertThat(browser.find("fleet-stats").getText())
                .contains(
                        "10/12",
                        "214/s",
                        "38 ms",
                        "0 failed",
                        "of 12,840 in 60 s",
                        "612 MB",
                        "of a 2 GB budget");
        assertThat(browser.find("cli-line", "muster ps").getText()).contains("same as");
    }

    @Test
    void tellsNoStateByColourAlone() {
        agent.show(SampleFleet.everyState(NOON));
        browser.open(agent.signInUrl());
        browser.find("tbody", "is-waiting");
        assertThat(browser.all(".reps i"))
                .extracting(square -> square.getDomAttribute("class"))
                .containsExactly(
                        "half", "full", "hollow", "hollow", "crossed", "faint", "faint", "dotted");
        assertThat(browser.all("tbody"))
                .extracting(Browser::textOf)
                .allMatch(row -> row.contains("1 ready") || row.contains("-1 is "));
    }

    @Test
    void leadsToTheServiceThatDidNotBuild() {
        agent.show(SampleFleet.notBuilt(NOON));
        browser.open(agent.signInUrl());
        browser.find("header b", "orders did not build");
        browser.click(".explain", "explain");
        browser.find("service-detail", "orders");
    }

    @Test
    void followsTheFleetWithoutBeingReloaded() {
        browser.open(agent.signInUrl());
        browser.find("fleet-verdict", "payments is degraded");
        agent.show(SampleFleet.healthy(NOON.plusSeconds(1)));
        browser.find("fleet-verdict", "All 12 replicas");
        assertThat(browser.find("tbody", "payments").getText()).contains("2 ready");
    }

    @Test
    void opensAServiceWithItsReplicasAndExplanationAndGoesBack() {
        browser.open(agent.signInUrl());
        browser.click("tbody th a", "payments");
        var detail = browser.find("service-detail", "orders took it out of rotation").getText();
        assertThat(detail)
                .contains("payments-2", "pid 21731", "port 20411")
                .containsPattern("backing-off for \\d+ s")
                .contains("muster explain payments", "muster logs payments --since 1m");
        assertThat(browser.address()).endsWith("#/services/payments");
        browser.back();
        browser.waitUntilGone("service-detail");
        browser.click("tbody th a", "payments");
        browser.find("service-detail", "payments-1");
        browser.press(Keys.ESCAPE);
        browser.waitUntilGone("service-detail");
        browser.press(Keys.ENTER);
        browser.find("service-detail", "payments-1");
    }

    @Test
    void restartsOnlyOnceItWasConfirmedAndSaysWhatCameOfIt() {
        browser.open(agent.signInUrl());
        browser.click(".more[aria-label='Actions for orders']", "");
        browser.click("[popover]:popover-open .item", "Restart");
        assertThat(agent.posts()).noneMatch(post -> post.contains("/api/v1/services/"));
        browser.click("[popover]:popover-open .button.main", "Restart");
        browser.find("toast-note", "orders: restart done in 1.2 s.");
        assertThat(agent.posts()).contains("POST /api/v1/services/orders/restart {}");
    }

    @Test
    void scalesByStepsAndShowsWhyThatWasRefused() {
        agent.refuseActions("orders cannot be scaled: its fleet file says `replicas: 2`.");
        browser.open(agent.signInUrl());
        browser.click(".more[aria-label='Actions for orders']", "");
        browser.click("[popover]:popover-open .item", "Scale");
        browser.click("[popover]:popover-open [aria-label='One more']", "");
        browser.click("[popover]:popover-open .button.main", "Scale");
        browser.find("toast-note", "orders cannot be scaled: its fleet file says");
        assertThat(agent.posts()).contains("POST /api/v1/services/orders/scale {\"replicas\":3}");
    }

    @Test
    void showsTheCompilersLinesAsLinesUntilTheyAreDismissed() {
        agent.refuseActions("OrderDesk.java:[97,16] cannot find symbol\norders did not build.");
        browser.open(agent.signInUrl());
        browser.click(".more[aria-label='Actions for orders']", "");
        browser.click("[popover]:popover-open .item", "Restart");
        browser.click("[popover]:popover-open .button.main", "Restart");
        var note = browser.find("toast-note .text, .text", "cannot find symbol").getText();
        assertThat(note.lines()).hasSize(2);
        browser.click("[aria-label=Dismiss]", "");
        browser.waitUntilGone(".text");
    }

    @Test
    void actsByTheKeyboardAlone() {
        browser.open(agent.signInUrl());
        browser.run("arguments[0].focus()", browser.find(".more[aria-label='Actions for orders']"));
        browser.press(Keys.ENTER);
        browser.find("[popover]:popover-open .item", "Scale");
        browser.press(Keys.TAB);
        browser.press(Keys.ENTER);
        browser.find("[popover]:popover-open output", "2");
        browser.press(Keys.TAB);
        browser.press(Keys.ENTER);
        browser.find("[popover]:popover-open output", "3");
        browser.press(Keys.TAB);
        browser.press(Keys.ENTER);
        browser.find("toast-note", "orders: scale done in 1.2 s.");
        assertThat(agent.posts()).contains("POST /api/v1/services/orders/scale {\"replicas\":3}");
    }

    @Test
    void promisesNothingBesideTheSentenceThatTheAgentDoesNotAnswer() {
        agent.fail(true);
        browser.open(agent.signInUrl());
        browser.find("connection-banner", "The agent does not answer; trying again.");
        assertThat(browser.all(".skeleton")).isEmpty();
        assertThat(browser.all("fleet-verdict")).isEmpty();
        agent.fail(false);
        browser.find("fleet-verdict", "payments is degraded");
    }

    @Test
    void keepsTheLastValuesWhileTheAgentIsGoneAndFollowsAgainOnceItIsBack() {
        browser.open(agent.signInUrl());
        browser.find("fleet-verdict", "payments is degraded");
        agent.die();
        var banner = browser.find("connection-banner", "Connection lost").getText();
        assertThat(banner).containsPattern("last data from \\d\\d:\\d\\d:31; trying again");
        assertThat(browser.find("tbody", "payments").getText()).contains("1 of 2 ready");
        assertThat(browser.all(".stale")).hasSize(1);
        agent.show(SampleFleet.healthy(NOON.plusSeconds(9)));
        agent.rise();
        browser.find("fleet-verdict", "All 12 replicas");
        browser.waitUntilGone(".stale");
    }

    @Test
    void takesNoNameCauseOrVerdictForMarkup() {
        agent.show(SampleFleet.hostile(NOON));
        browser.open(agent.signInUrl());
        browser.find("fleet-verdict", "<img src=x onerror=alert(1)>");
        browser.click("tbody th a", "<img src=x");
        browser.find("service-detail", "<img src=x onerror=alert(1)>");
        browser.find("event-list", "<img src=x");
        assertThat(browser.all("img[src=x]")).isEmpty();
    }

    @Test
    void saysEachSentenceOnceOfAServiceThatNeverGotReady() {
        agent.show(SampleFleet.neverReady(NOON));
        browser.open(agent.signInUrl());
        var advice = "set probe.ready.http to a path that answers 200";
        browser.find("tbody", advice);
        assertThat(timesOnThePage(advice)).isEqualTo(1);
        assertThat(timesOnThePage("did not become ready in 30 s")).isEqualTo(1);
        browser.find("event-list", "(10 times)");
        browser.click("tbody th a", "orders");
        browser.find("service-detail", advice);
        browser.waitUntil("the row's cause gone", () -> timesOnThePage(advice) == 1);
    }

    private long timesOnThePage(String text) {
        var page = browser.find("muster-app").getText();
        return Pattern.compile(Pattern.quote(text)).matcher(page).results().count();
    }

    @Test
    void keepsItsPlaceWhateverTheVerdictAndTheConnectionAre() {
        for (int width : new int[] {1360, 400}) {
            browser.resize(width, 900);
            agent.show(SampleFleet.healthy(NOON));
            browser.open(agent.signInUrl());
            browser.find("fleet-verdict", "All 12 replicas");
            var top = top("fleet-stats");
            agent.show(SampleFleet.degraded(NOON.plusSeconds(1)));
            browser.find("fleet-verdict", "payments is degraded");
            assertThat(top("fleet-stats")).isEqualTo(top);
            agent.show(SampleFleet.talkative(NOON.plusSeconds(2)));
            browser.find("fleet-verdict", "and so on");
            assertThat(top("fleet-stats")).isEqualTo(top);
            agent.die();
            browser.find("connection-banner", "Connection lost");
            assertThat(top("fleet-stats")).isEqualTo(top);
            agent.rise();
        }
    }

    private Object top(String selector) {
        return browser.run(
                "return arguments[0].getBoundingClientRect().top", browser.find(selector));
    }

    @Test
    void drawsNoLineWhereThereIsNothingToDraw() {
        browser.open(agent.signInUrl());
        browser.find("tbody", "orders-db");
        assertThat(browser.find("tbody", "storefront").findElements(By.cssSelector("svg.spark")))
                .hasSize(1);
        assertThat(browser.find("tbody", "orders-db").findElements(By.cssSelector("svg.spark")))
                .isEmpty();
    }

    @Test
    void tellsTheSlowestRoutesAndWhichFiguresAreBounds() {
        browser.open(agent.signInUrl());
        var routes = browser.find("route-list", "GET /products/{id}").getText();
        assertThat(routes).contains("POST /orders", "0.4 %", "≤ 5 ms");
        assertThat(browser.all("td.n[title*='fewer than 100 requests']")).hasSize(1);
        browser.click("td a", "POST /orders");
        browser.find("service-detail", "orders-1");
    }

    @Test
    void saysThatAnAddressLeadsNowhereAndOffersTheWayBack() {
        browser.open(agent.signInUrl());
        browser.find("service-table", "orders");
        browser.run("location.hash = '#/nosuch'");
        browser.find("not-here", "The dashboard has no page \"nosuch\".");
        assertThat(browser.all("service-table")).isEmpty();
        browser.click("p a", "Go to Services");
        browser.find("service-table", "orders");
        browser.run("location.hash = '#/services/nosuch'");
        browser.find("not-here", "The fleet has no service \"nosuch\".");
        browser.click("p a", "Show all services");
        browser.waitUntilGone("not-here");
    }

    @Test
    void drawsCallsThatAServiceMakesThroughTheGateway() {
        browser.open(agent.signInUrl());
        browser.find(".node", "gateway");
        var calls = "return arguments[0].map((call) => call.textContent)";
        assertThat((List<?>) browser.run(calls, browser.all(".calls li")))
                .map(String::valueOf)
                .anyMatch(call -> call.startsWith("shopper calls gateway: 6.1/s"))
                .noneMatch(call -> call.startsWith("shopper leads to storefront"));
    }

    @Test
    void labelsOfTheGraphLieOnNoLineNoBoxAndNoOtherLabel() {
        for (var fleet : List.of(SampleFleet.degraded(NOON), SampleFleet.large(30, NOON))) {
            agent.show(fleet);
            browser.open(agent.signInUrl());
            browser.find(".label");
            assertThat(
                            (List<?>)
                                    browser.run(
                                            LABELS_THAT_LIE_ON_SOMETHING,
                                            browser.all("call-graph")))
                    .isEmpty();
        }
    }

    private static final String LABELS_THAT_LIE_ON_SOMETHING =
            """
            const graph = arguments[0][0].renderRoot;
            const box = (element) => element.getBoundingClientRect();
            const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
            const labels = [...graph.querySelectorAll(".label")];
            const boxes = [...graph.querySelectorAll(".node rect")];
            const points = (path) => Array.from({ length: Math.ceil(path.getTotalLength() / 3) }, (_, i) => path.getPointAtLength(3 * i).matrixTransform(path.getScreenCTM()));
            const lines = [...graph.querySelectorAll(".edge")].map((path) => ({ name: path.textContent, points: points(path) }));
            const on = ({ left, right, top, bottom }, line) => line.points.some(({ x, y }) => x > left && x < right && y > top && y < bottom);
            return labels.flatMap((label, i) => [
              ...labels.slice(i + 1).filter((other) => meet(box(label), box(other))).map((other) => `${label.textContent} on ${other.textContent}`),
              ...boxes.filter((other) => meet(box(label), box(other))).map((other) => `${label.textContent} on ${other.parentNode.textContent}`),
              ...lines.filter((line) => on(box(label), line)).map((line) => `${label.textContent} on ${line.name}`),
            ]);
            """;

    @Test
    void drawsThirtyServicesWithoutTwoOfThemOverlapping() {
        agent.show(SampleFleet.large(30, NOON));
        browser.open(agent.signInUrl());
        browser.waitUntil("a box each", () -> browser.all(".node").size() == 31);
        var boxes =
                (List<?>)
                        browser.run(
                                """
                                return arguments[0].map((node) => {
                                  const { left, right, top, bottom } = node.querySelector("rect").getBoundingClientRect();
                                  return { left, right, top, bottom, name: node.textContent };
                                }).flatMap((a, i, all) => all.slice(i + 1)
                                  .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                                  .map((b) => a.name + " over " + b.name));
                                """,
                                browser.all(".node"));
        assertThat(boxes).isEmpty();
        assertThat(browser.all(".calls li")).hasSizeGreaterThan(28);
    }

    @Test
    void fitsAPhone() {
        browser.resize(400, 800);
        browser.open(agent.signInUrl());
        browser.find("tbody", "payments");
        assertThat(browser.widthBeyondTheWindow()).isZero();
        browser.click("tbody th a", "payments");
        browser.find("service-detail", "payments-2");
        assertThat(browser.widthBeyondTheWindow()).isZero();
    }
}
