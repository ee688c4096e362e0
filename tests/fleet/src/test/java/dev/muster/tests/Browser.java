package dev.muster.tests;

import static org.awaitility.Awaitility.await;

import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A headless Chromium that finds elements through shadow roots and waits for what it is asked for.
 */
final class Browser implements AutoCloseable {
    /** Every element of the page that matches, in document order, shadow roots included. */
    private static final String DEEP =
            """
            const found = [];
            const visit = (root) => {
              for (const element of root.querySelectorAll("*")) {
                if (element.matches(arguments[0])) found.push(element);
                if (element.shadowRoot) visit(element.shadowRoot);
              }
            };
            visit(document);
            return found;
            """;

    /** Warns at each start that this Chromium is newer than Selenium's own tools for it. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * @param profile an empty folder for what the browser keeps
     */
    static Browser start(Path profile) {
        var chromium = Programs.need("chromium", "chromium-browser", "google-chrome");
        var chromedriver = Programs.need("chromedriver");
        SELENIUM.setLevel(Level.SEVERE);
        var options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1360,900",
                "--user-data-dir=" + profile);
        var service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver.toFile())
                        .usingAnyFreePort()
                        .build();
        return new Browser(new ChromeDriver(service, options));
    }

    void open(String url) {
        driver.get("about:blank");
        driver.get(url);
    }

    String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    List<WebElement> all(String selector) {
        var found = Objects.requireNonNull(driver.executeScript(DEEP, selector));
        return ((List<?>) found).stream().map(WebElement.class::cast).toList();
    }

    /** Waits for the first element that matches and holds {@code text}. */
    WebElement find(String selector, String text) {
        return await("<" + selector + "> with \"" + text + "\"")
                .atMost(Fleet.PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(
                        () ->
                                all(selector).stream()
                                        .filter(one -> one.getText().contains(text))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    void click(String selector, String text) {
        await().atMost(Fleet.PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(() -> find(selector, text).click());
    }

    void type(String selector, String text) {
        find(selector, "").sendKeys(text);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
