package dev.muster.dashboard;

import dev.muster.http.StaticFile;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * The one HTML document. Its import map is the only inline script, and its policy admits exactly
 * that text by its hash.
 */
record Shell(StaticFile page) {
    static Shell of(Assets assets) {
        var map = importMap(assets);
        var preloads =
                assets.moduleUrls().stream()
                        .map(url -> "<link rel=\"modulepreload\" href=\"" + url + "\">")
                        .collect(Collectors.joining("\n  "));
        var html =
                PageFile.text("index.html")
                        .replace("{{style}}", assets.styleUrl())
                        .replace("{{importmap}}", map)
                        .replace("{{preloads}}", preloads)
                        .replace("{{entry}}", assets.entryUrl());
        return new Shell(
                assets.file("index.html", html.getBytes(StandardCharsets.UTF_8))
                        .withHeader("Content-Security-Policy", policy(map)));
    }

    private static String importMap(Assets assets) {
        return Webjar.ALL.stream()
                .map(
                        jar ->
                                entry(
                                                jar.specifier(),
                                                assets.url(jar.artifact() + "/" + jar.entry()))
                                        + ","
                                        + entry(
                                                jar.specifier() + "/",
                                                assets.url(jar.artifact() + "/")))
                .collect(Collectors.joining(",", "{\"imports\":{", "}}"));
    }

    private static String entry(String specifier, String url) {
        return '"' + specifier + "\":\"" + url + '"';
    }

    /**
     * Nothing but our own files, and no text that turns into markup: Lit's static templates are the
     * only ones that may become elements.
     */
    private static String policy(String inlineScript) {
        var hash = Digest.base64(inlineScript.getBytes(StandardCharsets.UTF_8));
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' 'sha256-" + hash + "'",
                "style-src 'self'",
                "connect-src 'self'",
                "img-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types lit-html");
    }
}
