package dev.muster.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A headless Chromium that finds elements through shadow roots and waits for what it is asked for.
 */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
     * Skips the calling test where Chromium is not installed, unless the machine is meant to have
     * it (MUSTER_REQUIRE_REAL=1).
     *
     * @param profile an empty folder for what the browser keeps
     */
    static Browser start(Path profile) {
        var chromium = program("chromium", "chromium-browser", "google-chrome");
        var chromedriver = program("chromedriver");
        if (!"1".equals(System.getenv("MUSTER_REQUIRE_REAL"))) {
            Assumptions.assumeTrue(
                    chromium.isPresent() && chromedriver.isPresent(),
                    "chromium and chromedriver are not both on the PATH");
        }
        SELENIUM.setLevel(Level.SEVERE);
        var options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1360,900",
                "--user-data-dir=" + profile);
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver.orElseThrow())
                        .usingAnyFreePort()
                        .build();
        return new Browser(new ChromeDriver(service, options));
    }

    void open(String url) {
        driver.get("about:blank");
        driver.get(url);
    }

    /** Opens {@code url} in another tab, which is then the one that is driven. */
    void openInAnotherTab(String url) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get(url);
    }

    /** Drives the first tab again; the others stay open behind it. */
    void turnToTheFirstTab() {
        driver.switchTo().window(driver.getWindowHandles().iterator().next());
    }

    void reload() {
        driver.navigate().refresh();
    }

    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.manage().window().setSize(new Dimension(width, height));
    }

    void preferDark(boolean dark) {
        var scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    /** Writes what is in the window as PNG. */
    void photograph(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    void back() {
        driver.navigate().back();
    }

    /** What a script returns; its arguments are {@code arguments}. */
    Object run(String script, Object... arguments) {
        return Optional.ofNullable(driver.executeScript(script, arguments)).orElse("");
    }

    List<WebElement> all(String selector) {
        return ((List<?>) run(DEEP, selector)).stream().map(WebElement.class::cast).toList();
    }

    /** Waits for the first element that matches and holds {@code text}. */
    WebElement find(String selector, String text) {
        return await("<" + selector + "> with \"" + text + "\"")
                .atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(
                        () ->
                                all(selector).stream()
                                        .filter(one -> textOf(one).contains(text))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    WebElement find(String selector) {
        return find(selector, "");
    }

    void click(String selector, String text) {
        await().atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(() -> find(selector, text).click());
    }

    void type(String selector, String text) {
        find(selector).sendKeys(text);
    }

    void press(Keys key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    void waitUntil(String what, BooleanSupplier condition) {
        await(what)
                .atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(condition::getAsBoolean);
    }

    void waitUntilGone(String selector) {
        waitUntil("no <" + selector + ">", () -> all(selector).isEmpty());
    }

    /** By how many pixels the page must be scrolled sideways to be read. */
    long widthBeyondTheWindow() {
        return (Long)
                run(
                        "const page = document.documentElement;"
                                + "return page.scrollWidth - page.clientWidth");
    }

    /** What a reader sees of an element, shadow roots below it included. */
    static String textOf(WebElement element) {
        return element.getText();
    }

    /**
     * Fails on anything that the page's policy refused and on any error that a script threw. That
     * the agent refused or was gone is for each test to say.
     */
    void assertNothingWentWrong() {
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .extracting(LogEntry::getMessage)
                .filteredOn(message -> !message.contains("Failed to load resource"))
                .isEmpty();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Optional<File> program(String... names) {
        return Stream.of(names)
                .flatMap(
                        name ->
                                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                                        .map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
    }
}
