package dev.muster.store;

import java.util.regex.Pattern;

/**
 * Which lines go on from the one before them: stack traces of Java, Python, Go, Node, Ruby and
 * .NET, and whatever is indented. Of a line and the one before it alone, so that a file can be read
 * from either end.
 */
final class StackTraces {
    private static final Pattern JAVA_CLASS =
            Pattern.compile(
                    "(?:[a-z_]\\w*\\.)+[A-Z][\\w$]*(?:Exception|Error|Throwable)\\b.*",
                    Pattern.DOTALL);

    /** The last line of a Python traceback, after the frames; also of a Node one. */
    private static final Pattern NAMED_FAILURE =
            Pattern.compile(
                    "(?:\\w+\\.)*(?:[A-Z]\\w*)?(?:Error|Exception|Exit|Interrupt|Warning|Iteration|Group)(?::.*|"
                        + " \\[.*)?|(?:\\w+\\.)+[A-Z]\\w*(?::.*)?",
                    Pattern.DOTALL);

    private static final Pattern GO_CALL =
            Pattern.compile("created by .+|[\\w./*()\\[\\]{}$-]+\\(.*\\)");

    /** Where Node was when nothing caught what was thrown; the line of code follows. */
    private static final Pattern NODE_PLACE =
            Pattern.compile("(?:file://)?/\\S+\\.[cm]?[jt]s:\\d+");

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
        if (NODE_PLACE.matcher(last).matches()) {
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
        if (isGo && GO_CALL.matcher(text).matches()) {
            return true;
        }
        if (last.startsWith("    ") || last.startsWith("  File \"")) {
            return NAMED_FAILURE.matcher(text).matches();
        }
        // What is thrown stands below the line that a logger wrote about it.
        return (text.equals(TRACEBACK) || JAVA_CLASS.matcher(text).matches())
                && (before.isGrave() || alwaysGoesOn(last));
    }

    /** Whether {@code text} begins a stack trace by itself, as what nobody caught does. */
    static boolean isUncaught(String text) {
        return text.equals(TRACEBACK)
                || text.startsWith("panic: ")
                || text.startsWith("fatal error: ")
                || text.startsWith("Exception in thread ")
                || text.startsWith("Unhandled exception")
                || NODE_PLACE.matcher(text).matches();
    }
}
