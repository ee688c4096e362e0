package dev.muster.store.log;

import java.util.regex.Pattern;

/**
 * Which lines go on from the one before them: stack traces of Java, Python, Go, Node, Ruby and
 * .NET, and whatever is indented. Of a line and the one before it alone, so that a file can be read
 * from either end.
 */
final class StackTraces {
    private static final Pattern JAVA_CLASS =
            Pattern.compile(
                    "(?:[a-z_]\\w*\\.){1,20}[A-Z][\\w$]*(?:Exception|Error|Throwable)\\b.*",
                    Pattern.DOTALL);

    /** The last line of a Python traceback, after the frames; also of a Node one. */
    private static final Pattern NAMED_FAILURE =
            Pattern.compile(
                    "(?:\\w+\\.){0,20}(?:[A-Z]\\w*)?(?:Error|Exception|Exit|Interrupt|Warning|Iteration|Group)(?::.*|"
                        + " \\[.*)?|(?:\\w+\\.){1,20}[A-Z]\\w*(?::.*)?",
                    Pattern.DOTALL);

    private static final Pattern GO_CALL =
            Pattern.compile("created by .+|[\\w./*()\\[\\]{}$-]+\\(.*\\)");

    /** Where Node was when nothing caught what was thrown; the line of code follows. */
    private static final Pattern NODE_PLACE =
            Pattern.compile("(?:file://)?/\\S+\\.[cm]?[jt]s:\\d+");

    /** So much of a line tells what it is; patterns are not run over more. */
    private static final int HEAD = 500;

    private static final String TRACEBACK = "Traceback (most recent call last):";

    private StackTraces() {}

    /** Whether {@code text} goes on, whatever stands before it. */
    static boolean alwaysGoesOn(String text) {
        return text.startsWith("\t")
                || text.startsWith("  ")
                || text.startsWith("Caused by: ")
                || text.startsWith("Suppressed: ")
                || text.startsWith("During handling of the above exception")
                || text.startsWith("The above exception was the direct cause");
    }

    /**
     * Whether {@code line} goes on from {@code before}.
     *
     * @param before the line right before it
     */
    static boolean goesOn(ParsedLine line, ParsedLine before) {
        if (line.structured() || before.structured() || line.time().isPresent()) {
            return false;
        }
        var text = line.raw();
        var last = before.raw();
        if (alwaysGoesOn(text)) {
            return true;
        }
        if (NODE_PLACE.matcher(head(last)).matches()) {
            return true;
        }
        if (text.startsWith("goroutine ") || text.startsWith("[signal ")) {
            return last.startsWith("panic: ")
                    || last.startsWith("fatal error: ")
                    || last.startsWith("[signal ");
        }
        if (text.startsWith("exit status ")) {
            return last.startsWith("\t");
        }
        boolean isGo = last.startsWith("goroutine ") || last.startsWith("\t/");
        if (isGo && GO_CALL.matcher(head(text)).matches()) {
            return true;
        }
        if (last.startsWith("    ") || last.startsWith("  File \"")) {
            return NAMED_FAILURE.matcher(head(text)).matches();
        }
        // What is thrown stands below the line that a logger wrote about it.
        return (text.equals(TRACEBACK) || JAVA_CLASS.matcher(head(text)).matches())
                && (before.isGrave() || alwaysGoesOn(last));
    }

    /** Whether {@code text} begins a stack trace by itself, as what nobody caught does. */
    static boolean isUncaught(String text) {
        return text.equals(TRACEBACK)
                || text.startsWith("panic: ")
                || text.startsWith("fatal error: ")
                || text.startsWith("Exception in thread ")
                || text.startsWith("Unhandled exception")
                || NODE_PLACE.matcher(head(text)).matches();
    }

    private static String head(String text) {
        return text.length() > HEAD ? text.substring(0, HEAD) : text;
    }
}
