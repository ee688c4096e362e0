package dev.muster.dashboard;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The modules that one module imports, and those that they import, as a browser would find them.
 * Following the imports is what makes the list of files: none can be forgotten, a misspelt import
 * stops the agent's start instead of a page, and the shell can name them all for preloading.
 */
final class ModuleGraph {
    /** Static imports and re-exports, minified or not. */
    private static final Pattern IMPORT = Pattern.compile("\\b(?:import|from)\\s*\"([^\"\\s]+)\"");

    private final TreeMap<String, byte[]> files = new TreeMap<>();

    private ModuleGraph() {}

    static ModuleGraph from(String entry) {
        var graph = new ModuleGraph();
        var open = new ArrayDeque<String>();
        open.add(entry);
        while (!open.isEmpty()) {
            var name = open.remove();
            if (graph.files.containsKey(name)) {
                continue;
            }
            var content = Webjar.read(name).orElseGet(() -> PageFile.read(name));
            graph.files.put(name, content);
            open.addAll(importsOf(name, content));
        }
        return graph;
    }

    /** The content of each module by its name below our assets. */
    Map<String, byte[]> files() {
        return files;
    }

    /**
     * The names below our assets of what a module imports, in its order.
     *
     * @throws DashboardException if an import leads nowhere
     */
    static List<String> importsOf(String name, byte[] content) {
        return IMPORT.matcher(new String(content, StandardCharsets.UTF_8))
                .results()
                .map(match -> resolve(name, match.group(1)))
                .toList();
    }

    private static String resolve(String importer, String imported) {
        if (imported.startsWith("./") || imported.startsWith("../")) {
            var name = URI.create(importer).resolve(imported).toString();
            if (name.startsWith("../")) {
                throw new DashboardException(
                        importer + " imports \"" + imported + "\", which is outside of the page");
            }
            return name;
        }
        return Webjar.assetOf(imported)
                .orElseThrow(
                        () ->
                                new DashboardException(
                                        importer
                                                + " imports \""
                                                + imported
                                                + "\", which no webjar provides"));
    }
}
