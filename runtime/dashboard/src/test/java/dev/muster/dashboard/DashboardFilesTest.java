package dev.muster.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

class DashboardFilesTest {
    private static final Pattern INLINE = Pattern.compile("<script[^>]*>([^<]+)</script>");
    private static final Pattern NAMED = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"");

    private static final Pattern PAGE_FOLDER = Pattern.compile("pages/[^/]+/");
    private static final Path PAGE = Path.of("src/main/resources/dev/muster/dashboard/page");

    /** The modules of our own, in folders or not. */
    private static final Map<String, byte[]> MODULES =
            ModuleGraph.from("app.js").files().entrySet().stream()
                    .filter(file -> !Webjar.holds(file.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    private final Handler dashboard = Dashboard.handler(Instant.EPOCH);

    @Test
    void policyAdmitsExactlyTheInlineImportMap() throws Exception {
        var shell = get("/");
        var inline = INLINE.matcher(shell.body().text());
        assertThat(inline.find()).isTrue();
        var digest =
                MessageDigest.getInstance("SHA-256")
                        .digest(inline.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(shell.header("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self' 'sha256-")
                .contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'")
                .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        assertThat(inline.find()).as("a second inline script").isFalse();
    }

    @Test
    void servesEveryFileThatTheShellNamesWithItsType() throws Exception {
        var named = NAMED.matcher(get("/").body().text()).results().map(found -> found.group(1));
        assertThat(named.toList())
                .hasSizeGreaterThan(30)
                .allSatisfy(
                        path -> {
                            var file = get(path);
                            assertThat(file.status()).isEqualTo(200);
                            assertThat(file.header("Content-Type")).contains(typeOf(path));
                            assertThat(file.header("X-Content-Type-Options")).contains("nosniff");
                            assertThat(file.header("Referrer-Policy")).contains("no-referrer");
                            assertThat(file.body().bytes()).isNotEmpty();
                        });
    }

    @Test
    void bringsLitInTheVersionsOfThePom() throws Exception {
        assertThat(get("/").body().text()).contains("/lit/index.js", "/lit-html/lit-html.js");
        var lit = assetNamed("lit-html/lit-html.js");
        assertThat(get(lit).body().text()).contains("3.3.1");
    }

    @Test
    void filesMayBeKeptForeverButTheShellIsAskedForEachTime() throws Exception {
        assertThat(get("/").header("Cache-Control")).contains("no-cache");
        assertThat(MODULES.keySet())
                .contains("app.js", "parts/look.js", "pages/logs/logs-page.js")
                .allSatisfy(
                        name ->
                                assertThat(get(assetNamed(name)).header("Cache-Control"))
                                        .contains("public, max-age=31536000, immutable"));
    }

    @Test
    void answers304WhenTheReaderHoldsTheSameFile() throws Exception {
        var tag = get("/").header("ETag").orElseThrow();
        var again =
                dashboard.handle(Request.get("/").withHeader("If-None-Match", "\"x\", W/" + tag));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body().bytes()).isEmpty();
        assertThat(again.header("Content-Security-Policy")).isPresent();
        var other = dashboard.handle(Request.get("/").withHeader("If-None-Match", "\"x\""));
        assertThat(other.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/",
                "/assets/app.js",
                "/assets/0123456789abcdef/app.js",
                "/assets/%2e%2e/app.js",
                "/../../etc/passwd",
                "/..%2f..%2fetc%2fpasswd",
                "//etc/passwd",
                "/assets/..%5capp.js",
                "/app.js%00.css",
                "/META-INF/MANIFEST.MF",
                "/dev/muster/dashboard/Dashboard.class",
                "/APP.JS",
            })
    void knowsNoOtherPath(String path) {
        assertThatThrownBy(() -> get(path))
                .isInstanceOfSatisfying(
                        HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(404));
    }

    @Test
    void knowsNoPathThatClimbsOutOfTheAssets() throws Exception {
        var folder = assetNamed("app.js").replace("app.js", "");
        for (var path :
                List.of(
                        "../app.js",
                        "./app.js",
                        "%2e%2e/app.js",
                        "lit/../app.js",
                        "index.html",
                        "pages",
                        "pages/",
                        "pages/logs/",
                        "pages/app.js",
                        "logs-page.js",
                        "pages/../app.js",
                        "pages/logs/../../parts/look.js",
                        "parts/%2e%2e/app.js",
                        "parts%2Flook.js",
                        "parts//look.js",
                        "parts/look.js/")) {
            assertThatThrownBy(() -> get(folder + path))
                    .as(path)
                    .isInstanceOfSatisfying(
                            HttpProblem.class,
                            problem -> assertThat(problem.status()).isEqualTo(404));
        }
    }

    @Test
    void answersHeadAsGetAndRefusesToBeWritten() throws Exception {
        assertThat(dashboard.handle(Request.of("HEAD", "/")).status()).isEqualTo(200);
        assertThatThrownBy(() -> dashboard.handle(Request.of("POST", "/")))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> {
                            assertThat(problem.status()).isEqualTo(405);
                            assertThat(problem.headers().first("Allow")).contains("GET, HEAD");
                        });
    }

    @Test
    void aModuleThatImportsWhatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> ModuleGraph.from("no-such-page.js"))
                .isInstanceOf(DashboardException.class)
                .hasMessageContaining("no-such-page.js");
    }

    @ParameterizedTest
    @CsvSource({
        "pages/logs/logs-page.js, ../../parts/look.js, parts/look.js",
        "pages/logs/logs-page.js, ./log-row.js, pages/logs/log-row.js",
        "pages/logs/logs-page.js, ../../app.js, app.js",
        "app.js, ./parts/look.js, parts/look.js",
        "parts/look.js, lit, lit/index.js",
        "parts/look.js, lit/directives/live.js, lit/directives/live.js",
    })
    void anImportLeadsWhereABrowserFindsIt(String importer, String imported, String name) {
        assertThat(ModuleGraph.importsOf(importer, importing(imported))).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource({
        "app.js, ../Dashboard.class",
        "parts/look.js, ../../Dashboard.class",
        "pages/logs/logs-page.js, ../../../../app.js",
        "app.js, no-such-package",
    })
    void anImportThatLeavesThePageStopsTheStart(String importer, String imported) {
        assertThatThrownBy(() -> ModuleGraph.importsOf(importer, importing(imported)))
                .isInstanceOf(DashboardException.class)
                .hasMessageContainingAll(importer, imported);
    }

    @Test
    void everyFileOfThePageIsReachedFromItsEntry() throws IOException {
        try (var files = Files.walk(PAGE)) {
            assertThat(
                            files.filter(file -> file.toString().endsWith(".js"))
                                    .map(file -> PAGE.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(MODULES.keySet());
        }
    }

    @Test
    void noPageTurnsTextIntoMarkupAndEachStaysSmall() {
        MODULES.forEach(
                (name, content) -> {
                    var source = new String(content, StandardCharsets.UTF_8);
                    assertThat(source)
                            .as(name)
                            .doesNotContain("unsafeHTML", "innerHTML", "eval(", " style=");
                    assertThat(source.lines().count()).as(name).isLessThanOrEqualTo(250);
                });
    }

    @Test
    void aPartKnowsNoPageAndAPageNoOther() {
        MODULES.forEach(
                (name, content) ->
                        assertThat(ModuleGraph.importsOf(name, content))
                                .as(name)
                                .allMatch(imported -> mayImport(name, imported)));
    }

    @Test
    void noFileImportsItselfByWayOfOthers() {
        var below = new HashMap<String, Set<String>>();
        MODULES.forEach(
                (name, content) -> {
                    var imported = new HashSet<>(ModuleGraph.importsOf(name, content));
                    imported.retainAll(MODULES.keySet());
                    below.put(name, imported);
                });
        // Whoever imports nothing that is left is in no circle.
        while (below.entrySet().removeIf(each -> each.getValue().isEmpty())) {
            below.values().forEach(imported -> imported.retainAll(below.keySet()));
        }
        assertThat(below.keySet()).as("files in a circle, or above one").isEmpty();
    }

    /** Lists of pages and of what stands around them are in no folder. */
    private static boolean mayImport(String importer, String imported) {
        var page = PAGE_FOLDER.matcher(importer);
        return Webjar.holds(imported)
                || !importer.contains("/")
                || imported.startsWith("parts/")
                || (page.lookingAt() && imported.startsWith(page.group()));
    }

    private static byte[] importing(String name) {
        return ("import \"" + name + "\";").getBytes(StandardCharsets.UTF_8);
    }

    private Response get(String path) throws Exception {
        return dashboard.handle(Request.get(path));
    }

    private String assetNamed(String name) throws Exception {
        var path = Pattern.compile("\"(/assets/[0-9a-f]+/" + Pattern.quote(name) + ")\"");
        Matcher found = path.matcher(get("/").body().text());
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }

    private static String typeOf(String path) {
        return path.endsWith(".js")
                ? "text/javascript; charset=utf-8"
                : path.endsWith(".css") ? "text/css; charset=utf-8" : "image/svg+xml";
    }
}
