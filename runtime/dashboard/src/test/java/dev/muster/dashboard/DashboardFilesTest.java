package dev.muster.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class DashboardFilesTest {
    private static final Pattern INLINE = Pattern.compile("<script[^>]*>([^<]+)</script>");
    private static final Pattern NAMED = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"");

    private final Handler dashboard = Dashboard.handler();

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
        assertThat(get(assetNamed("app.js")).header("Cache-Control"))
                .contains("public, max-age=31536000, immutable");
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
                List.of("../app.js", "./app.js", "%2e%2e/app.js", "lit/../app.js", "index.html")) {
            assertThatThrownBy(() -> get(folder + path)).isInstanceOf(HttpProblem.class);
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

    @Test
    void noPageTurnsTextIntoMarkupAndEachStaysSmall() {
        ModuleGraph.from("app.js")
                .files()
                .forEach(
                        (name, content) -> {
                            if (name.contains("/")) {
                                return;
                            }
                            var source = new String(content, StandardCharsets.UTF_8);
                            assertThat(source)
                                    .as(name)
                                    .doesNotContain("unsafeHTML", "innerHTML", "eval(", " style=");
                            assertThat(source.lines().count()).as(name).isLessThanOrEqualTo(250);
                        });
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
