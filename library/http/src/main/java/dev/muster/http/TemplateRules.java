package dev.muster.http;

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
     * @throws IllegalArgumentException that says why it is not one
     */
    static void check(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "a route starts with a slash, such as /" + withoutOrigin(text));
        }
        requirePlainCharacters(text);
        var parts = text.substring(1).split("/", -1);
        var names = new HashSet<String>();
        for (int i = 0; i < parts.length; i++) {
            boolean isLast = i == parts.length - 1;
            if (parts[i].isEmpty() && text.length() > 1) {
                throw new IllegalArgumentException(
                        isLast
                                ? "with a slash at its end it is another path than without; leave"
                                        + " it out, or write {rest...} for all that is below"
                                : "two slashes stand beside each other; write one");
            }
            if (parts[i].contains("{") || parts[i].contains("}")) {
                requirePlaceholder(parts[i], isLast, names);
            } else {
                requireLiteral(parts[i]);
            }
        }
    }

    private static void requirePlainCharacters(String text) {
        if (text.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "a query is not part of a route; read it with request.query(\"name\")");
        }
        if (text.indexOf('#') >= 0) {
            throw new IllegalArgumentException(
                    "what follows a # is never sent to a server; leave it out");
        }
        if (text.indexOf('%') >= 0) {
            throw new IllegalArgumentException("a route is written decoded, without %");
        }
        if (text.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("a path is parted by /, not by \\");
        }
        if (text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new IllegalArgumentException("a route has no spaces; leave them out");
        }
    }

    private static void requirePlaceholder(String part, boolean isLast, Set<String> names) {
        var found = PLACEHOLDER.matcher(part);
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + part
                            + "\" is not a placeholder; write {name} for a whole segment, or"
                            + " {name...} for the rest of the path");
        }
        if (found.group(2) != null && !isLast) {
            throw new IllegalArgumentException(
                    part + " stands for all that is left and can only be at the end");
        }
        if (!names.add(found.group(1))) {
            throw new IllegalArgumentException(
                    "it has two placeholders {" + found.group(1) + "}; give each its own name");
        }
    }

    private static void requireLiteral(String part) {
        if (part.startsWith(":")) {
            throw new IllegalArgumentException(
                    "a placeholder is written {" + part.substring(1) + "}, not " + part);
        }
        if (part.contains("*")) {
            throw new IllegalArgumentException(
                    "a star matches nothing but itself; write {rest...} at the end for all that is"
                            + " below, or {name} for one segment");
        }
        if (part.startsWith("<") || part.startsWith("[")) {
            var name = part.replaceAll("[^A-Za-z0-9_]", "");
            throw new IllegalArgumentException(
                    "a placeholder is written {"
                            + (name.isEmpty() ? "name" : name)
                            + "}, not "
                            + part);
        }
        if (part.equals(".") || part.equals("..")) {
            throw new IllegalArgumentException(
                    "no request has the segment " + part + "; write the path itself");
        }
    }

    private static String withoutOrigin(String text) {
        var path = text.replaceFirst("^[A-Za-z]+://[^/]*", "").strip();
        return path.isEmpty() || path.startsWith("/") ? path.replaceFirst("^/+", "") : path;
    }
}
