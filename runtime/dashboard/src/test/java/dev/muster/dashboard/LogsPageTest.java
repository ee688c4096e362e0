package dev.muster.dashboard;

import static dev.muster.dashboard.SampleFleet.NOON;
import static dev.muster.dashboard.SampleFleet.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import java.nio.file.Path;
import java.util.List;

/** The Logs page in a real browser, over lines that the test writes. */
class LogsPageTest {
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
    void signIn() {
        agent = FakeAgent.start(0, SampleFleet.healthy(NOON));
        browser.resize(1360, 900);
        browser.open(agent.signInUrl());
        browser.find("service-table", "orders");
    }

    @AfterEach
    void stopAgent() {
        agent.close();
        browser.assertNothingWentWrong();
    }

    @Test
    void showsWhatWasWrittenAndWhatIsBeingWritten() {
        agent.write(line(NOON, "orders-1", "INFO", "before"));
        go("#/logs");
        browser.find(".row", "before");
        agent.write(line(NOON.plusSeconds(1), "notify-1", null, "a plain line"));
        browser.find(".row", "a plain line");
        assertThat(texts()).hasSize(2).first().asString().contains("INFO", "orders-1", "31.000");
        browser.find("cli-line", "muster logs -f");
    }

    /** Of the fleet, this page shows how it is and the names to choose from. */
    @Test
    void isSentNoFiguresOfTheFleet() {
        assertThat(agent.paths())
                .filteredOn(path -> path.startsWith("/api/v1/fleet"))
                .containsOnly("/api/v1/fleet/stream?show=services");
        go("#/logs");
        browser.find("log-filter", "orders");
        await().untilAsserted(
                        () ->
                                assertThat(agent.paths())
                                        .contains("/api/v1/fleet/stream?show=names"));
    }

    /** A busy agent may not have said anything yet when the reader turns to another page. */
    @Test
    void asksForTheFiguresOfThePageThatIsOpenedBeforeTheFirstNews() {
        agent.keepSilent(true);
        browser.open(agent.url() + "/#/logs");
        await().untilAsserted(
                        () ->
                                assertThat(agent.paths())
                                        .contains("/api/v1/fleet/stream?show=names"));
        agent.keepSilent(false);
        browser.run("location.hash = arguments[0]", "#/services");
        browser.find("service-table", "orders");
        assertThat(agent.paths())
                .filteredOn(path -> path.startsWith("/api/v1/fleet/"))
                .endsWith("/api/v1/fleet/stream?show=names", "/api/v1/fleet/stream?show=services");
    }

    @Test
    void showsLinesInTheOrderOfTheirTimesWhicheverReplicaIsHeardFirst() {
        agent.write(line(NOON.plusMillis(3), "orders-1", "INFO", "third"));
        agent.write(line(NOON.plusMillis(4), "orders-1", "INFO", "fourth"));
        go("#/logs");
        browser.find(".row", "fourth");
        agent.write(line(NOON.plusMillis(2), "catalog-1", "INFO", "second"));
        agent.write(line(NOON, "catalog-1", "INFO", "first"));
        agent.write(line(NOON.plusMillis(4), "catalog-1", "INFO", "fifth"));
        browser.find(".row", "fifth");
        assertThat(browser.all(".row .message"))
                .extracting(Browser::textOf)
                .containsExactly("first", "second", "third", "fourth", "fifth");
    }

    @Test
    void choosesByServiceLevelAndTextAndKeepsTheChoiceInTheUrl() {
        agent.write(line(NOON, "orders-1", "INFO", "placed order 1"));
        agent.write(line(NOON, "orders-2", "WARN", "order 2 is \"late\""));
        agent.write(line(NOON, "payments-1", "ERROR", "the bank is closed"));
        go("#/logs");
        browser.find(".row", "the bank is closed");
        browser.click("select[name=source] option", "orders");
        browser.waitUntil("two lines", () -> browser.all(".row").size() == 2);
        browser.click("select[name=level] option", "warn and above");
        browser.waitUntil("one line", () -> browser.all(".row").size() == 1);
        browser.type("input[name=grep]", "\"late");
        browser.find("cli-line", "muster logs -f orders --level warn --grep \"\\\"late\"");
        assertThat(browser.address()).endsWith("#/logs?service=orders&level=WARN&grep=%22late");
        browser.find(".row", "order 2 is \"late\"");

        go("#/logs?service=payments");
        browser.find(".row", "the bank is closed");
        assertThat(texts()).hasSize(1);
        browser.back();
        browser.find(".row", "order 2");
        assertThat(browser.find("input[name=grep]").getDomProperty("value")).isEqualTo("\"late");
    }

    @Test
    void saysThatNothingMatchesAndHowToSeeEverything() {
        agent.write(line(NOON, "orders-1", "INFO", "placed order 1"));
        go("#/logs?grep=nowhere");
        browser.find("log-list", "No line matches.");
        browser.click("a", "Show every line");
        browser.find(".row", "placed order 1");
    }

    @Test
    void standsStillWhileScrolledUpAndCountsWhatHasCome() {
        for (int i = 0; i < 120; i++) {
            agent.write(line(NOON, "orders-1", "INFO", "line " + i));
        }
        go("#/logs");
        browser.find(".row", "line 119");
        browser.run("arguments[0].scrollTop = -600", browser.find(".scroll"));
        browser.find(".pill", "Follow");
        agent.write(line(NOON, "orders-1", "INFO", "line 120"));
        agent.write(line(NOON, "orders-1", "INFO", "line 121"));
        browser.find(".pill", "2 new lines");
        assertThat(browser.all(".row")).hasSize(120);
        browser.click(".pill", "2 new lines");
        browser.find(".row", "line 121");
        browser.waitUntilGone(".pill");
    }

    @Test
    void showsWhatWasClearedNotAgainWhenTheStreamIsOpenedAnew() {
        agent.write(line(NOON, "orders-1", "INFO", "before"));
        go("#/logs");
        browser.find(".row", "before");
        browser.click("button", "Clear view");
        browser.waitUntilGone(".row");
        agent.die();
        browser.find("connection-banner", "Connection lost");
        agent.rise();
        browser.waitUntil("live again", () -> browser.all(".stale").isEmpty());
        agent.write(line(NOON.plusSeconds(1), "orders-1", "INFO", "after"));
        browser.find(".row", "after");
        assertThat(texts()).singleElement().asString().contains("after");
    }

    @Test
    void opensALineWithItsStackTraceAndTheWayToItsTrace() {
        agent.write(line(NOON, "orders-1", "INFO", "placed order 1"));
        agent.write(line(NOON, "orders-1", "ERROR", "payments did not answer"));
        go("#/logs");
        browser.click(".row[data-tone=bad] .toggle", "");
        var opened = browser.find(".row.open", "Desk.java:41").getText();
        assertThat(opened).contains("shop.orders.Desk", "java.net.ConnectException");
        browser.click(".row.open a", "4bf92f3577b34da6a3ce929d0e0e4736");
        browser.find("cli-line", "--grep \"4bf92f3577b34da6a3ce929d0e0e4736\"");
    }

    @Test
    void isReadWithTheKeyboardAlone() {
        agent.write(line(NOON, "orders-1", "ERROR", "payments did not answer"));
        agent.write(line(NOON, "orders-1", "INFO", "placed order 2"));
        go("#/logs");
        browser.find(".row", "placed order 2");
        browser.run("arguments[0].focus()", browser.find(".scroll"));
        browser.press(Keys.ARROW_UP);
        browser.press(Keys.ARROW_UP);
        browser.press(Keys.ENTER);
        browser.find(".row.open", "Desk.java:41");
    }

    @Test
    void setsOffWhatWasSearchedForInAnyCase() {
        agent.write(line(NOON, "orders-1", "INFO", "Order 7: ORDER placed"));
        go("#/logs?grep=ORDER");
        browser.find("mark", "ORDER");
        assertThat(browser.all("mark"))
                .extracting(WebElement::getText)
                .containsExactly("Order", "ORDER");
    }

    @Test
    void holdsTwoThousandLinesAndDrawsTheNewestUntilTheReaderTurnsBack() {
        go("#/logs");
        browser.find("log-list", "Nothing has been written yet.");
        for (int i = 0; i < 2_300; i++) {
            agent.write(line(NOON, "orders-1", "INFO", "line " + i));
        }
        browser.find(".row:last-child", "line 2299");
        assertThat(browser.all(".row")).hasSize(300);
        browser.run("arguments[0].scrollTop = -600", browser.find(".scroll"));
        browser.waitUntil("every line", () -> browser.all(".row").size() == 2_000);
        assertThat(browser.all(".row").getFirst().getDomProperty("textContent"))
                .contains("line 300");
    }

    @Test
    void showsNoLineTwiceWhenTheAgentComesBack() {
        agent.write(line(NOON, "orders-1", "INFO", "before"));
        go("#/logs");
        browser.find(".row", "before");
        agent.die();
        browser.find("connection-banner", "Connection lost");
        agent.write(line(NOON.plusSeconds(5), "orders-1", "INFO", "after"));
        agent.rise();
        browser.find(".row", "after");
        assertThat(texts()).hasSize(2);
    }

    @Test
    void takesNoLineForMarkup() {
        agent.write(line(NOON, "orders-1", "INFO", "<img src=x onerror=alert(1)>\u001b[31m"));
        go("#/logs");
        browser.find(".row", "<img src=x onerror=alert(1)>");
        assertThat(browser.all("img[src=x]")).isEmpty();
    }

    @Test
    void fitsAPhone() {
        agent.write(line(NOON, "orders-1", "INFO", "a".repeat(400)));
        browser.resize(400, 800);
        go("#/logs");
        browser.find(".row", "aaaa");
        assertThat(browser.widthBeyondTheWindow()).isZero();
    }

    private static void go(String fragment) {
        browser.run("location.hash = arguments[0]", fragment);
        browser.find("log-list");
    }

    private static List<String> texts() {
        return browser.all(".row").stream().map(WebElement::getText).toList();
    }
}
