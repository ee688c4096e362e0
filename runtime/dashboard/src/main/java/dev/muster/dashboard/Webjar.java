package dev.muster.dashboard;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A package of ours from npm, as Maven brings it.
 *
 * @param specifier the bare name that modules import it by
 * @param artifact its artifact of {@code org.webjars.npm}, and its folder below our assets
 * @param entry the file that the bare name stands for
 */
record Webjar(String specifier, String artifact, String entry) {
    static final List<Webjar> ALL =
            List.of(
                    new Webjar("lit", "lit", "index.js"),
                    new Webjar("lit-html", "lit-html", "lit-html.js"),
                    new Webjar("lit-element", "lit-element", "index.js"),
                    new Webjar(
                            "@lit/reactive-element",
                            "lit__reactive-element",
                            "reactive-element.js"));

    /** The name below our assets of what a module imports as {@code imported}. */
    static Optional<String> assetOf(String imported) {
        for (var jar : ALL) {
            if (imported.equals(jar.specifier)) {
                return Optional.of(jar.artifact + "/" + jar.entry);
            }
            if (imported.startsWith(jar.specifier + "/")) {
                return Optional.of(jar.artifact + imported.substring(jar.specifier.length()));
            }
        }
        return Optional.empty();
    }

    /** Whether an asset lies in a webjar, and is not a file of our own. */
    static boolean holds(String asset) {
        return ALL.stream().anyMatch(jar -> asset.startsWith(jar.artifact + "/"));
    }

    /** The content of an asset that lies in a webjar; empty for a file of our own. */
    static Optional<byte[]> read(String asset) {
        return ALL.stream()
                .filter(jar -> asset.startsWith(jar.artifact + "/"))
                .findFirst()
                .map(jar -> jar.file(asset.substring(jar.artifact.length() + 1)));
    }

    private byte[] file(String name) {
        return PageFile.resource(
                "/META-INF/resources/webjars/" + artifact + "/" + version() + "/" + name);
    }

    /** The version is in the path of each file; only the POM should have to name it. */
    private String version() {
        var maven = "/META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties";
        var properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(PageFile.resource(maven)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
