package dev.muster.dashboard;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Photographs each page of a running fleet for the docs. Arguments: the dashboard's URL as {@code
 * muster up} or {@code muster open} printed it, and the folder for the pictures.
 */
final class DashboardPictures {
    private DashboardPictures() {}

    public static void main(String[] arguments) throws Exception {
        var url = arguments[0];
        var folder = Files.createDirectories(Path.of(arguments[1]));
        try (var browser = Browser.start(Files.createTempDirectory("muster-pictures"))) {
            browser.resize(1360, 900);
            browser.open(url);
            browser.find("tbody", "ready");
            browser.find(".node");
            for (boolean dark : new boolean[] {false, true}) {
                var scheme = dark ? "dark" : "light";
                browser.preferDark(dark);
                browser.run("location.hash = '#/services'");
                browser.find(".node");
                browser.photograph(folder.resolve("services-" + scheme + ".png"));
                browser.run("location.hash = '#/logs'");
                waitForLines(browser);
                browser.photograph(folder.resolve("logs-" + scheme + ".png"));
            }
            browser.preferDark(false);
            browser.resize(400, 800);
            waitForLines(browser);
            browser.photograph(folder.resolve("logs-narrow.png"));
            browser.run("location.hash = '#/services'");
            browser.find(".node");
            browser.photograph(folder.resolve("services-narrow.png"));
        }
    }

    private static void waitForLines(Browser browser) {
        browser.waitUntil("a page full of lines", () -> browser.all(".row").size() > 50);
    }
}
