package dev.muster.server;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the template of a route cannot be. Each refusal is one sentence that shows the right way:
 * what other frameworks write would match nothing here, and nobody would be told.
 */
final class TemplateRules {
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)(\\.\\.\\.)?\\}");

    private TemplateRules() {}

    /**
     * @throws ServerException if it is none
     */
    static void check(String text) {
        if (!text.startsWith("/")) {
            throw refused(text, "a route starts with a slash, such as /" + withoutOrigin(text));
        }
        requirePlainCharacters(text);
        var parts = text.substring(1).split("/", -1);
        var names = new HashSet<String>();
        for (int i = 0; i < parts.length; i++) {
            boolean isLast = i == parts.length - 1;
            if (parts[i].isEmpty() && text.length() > 1) {
                throw refused(
                        text,
                        isLast
                                ? "with a slash at its end it is another path than without; leave"
                                        + " it out, or write {rest...} for all that is below"
                                : "two slashes stand beside each other; write one");
            }
            if (parts[i].contains("{") || parts[i].contains("}")) {
                requirePlaceholder(text, parts[i], isLast, names);
            } else {
                requireLiteral(text, parts[i]);
            }
        }
    }

    private static void requirePlainCharacters(String text) {
        if (text.indexOf('?') >= 0) {
            throw refused(
                    text, "a query is not part of a route; read it with request.query(\"name\")");
        }
        if (text.indexOf('#') >= 0) {
            throw refused(text, "what follows a # is never sent to a server; leave it out");
        }
        if (text.indexOf('%') >= 0) {
            throw refused(text, "a route is written decoded, without %");
        }
        if (text.indexOf('\\') >= 0) {
            throw refused(text, "a path is parted by /, not by \\");
        }
        if (text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw refused(text, "a route has no spaces; leave them out");
        }
    }

    private static void requirePlaceholder(
            String text, String part, boolean isLast, Set<String> names) {
        var found = PLACEHOLDER.matcher(part);
        if (!found.matches()) {
            throw refused(
                    text,
                    "\""
                            + part
                            + "\" is not a placeholder; write {name} for a whole segment, or"
                            + " {name...} for the rest of the path");
        }
        if (found.group(2) != null && !isLast) {
            throw refused(text, part + " stands for all that is left and can only be at the end");
        }
        if (!names.add(found.group(1))) {
            throw refused(
                    text,
                    "it has two placeholders {" + found.group(1) + "}; give each its own name");
        }
    }

    private static void requireLiteral(String text, String part) {
        if (part.startsWith(":")) {
            throw refused(
                    text, "a placeholder is written {" + part.substring(1) + "}, not " + part);
        }
        if (part.contains("*")) {
            throw refused(
                    text,
                    "a star matches nothing but itself; write {rest...} at the end for all that is"
                            + " below, or {name} for one segment");
        }
        if (part.startsWith("<") || part.startsWith("[")) {
            var name = part.replaceAll("[^A-Za-z0-9_]", "");
            throw refused(
                    text,
                    "a placeholder is written {"
                            + (name.isEmpty() ? "name" : name)
                            + "}, not "
                            + part);
        }
        if (part.equals(".") || part.equals("..")) {
            throw refused(text, "no request has the segment " + part + "; write the path itself");
        }
    }

    private static String withoutOrigin(String text) {
        var path = text.replaceFirst("^[A-Za-z]+://[^/]*", "").strip();
        return path.isEmpty() || path.startsWith("/") ? path.replaceFirst("^/+", "") : path;
    }

    private static ServerException refused(String text, String why) {
        return new ServerException(
                "route \"" + text + "\" at " + SourcePlace.ofCaller() + ": " + why);
    }
}
