package dev.muster.drivers.process;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds, among the last lines that a program wrote before it ended, the one that tells why. That is
 * seldom the last: Node ends with its version, Go and Java with a stack, npm with where its log is.
 *
 * <p>Each of the runtimes that are known leaves a mark by which its report is recognized; what
 * remains is read from the end, past stack frames and the remarks of shells and package managers.
 */
public final class LastWords {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 300;

    /** A log goes on after an exception that was caught; a program that ended says little more. */
    private static final int LINES_AFTER_A_TRACEBACK = 5;

    /** What shells, package managers and runners say of a program that ended, in place of it. */
    private static final Pattern REMARK =
            Pattern.compile(
                    "(?:.*: line \\d+: +\\d+ )?(?:Terminated|Killed|Aborted|Hangup|Interrupt|Quit"
                            + "|Illegal instruction|Bus error|Floating point exception"
                            + "|Segmentation fault|Trace/breakpoint trap)"
                            + "(?: +\\(core dumped\\))?(?: {2,}.*)?"
                            + "|exit status \\d+|signal: .*|npm (?:ERR!|error|notice|warn).*"
                            + "|error Command failed .*|info Visit https://yarnpkg\\.com.*"
                            + "|\\W*ELIFECYCLE\\W.*|make(?:\\[\\d+])?: \\*\\*\\* .* Error \\d+"
                            + "|note: run with `RUST_BACKTRACE.*|\\(Use `node --trace-.*");

    private static final Pattern NODE_END = Pattern.compile("Node\\.js v\\d.*");
    private static final Pattern JAVAC_ERROR = Pattern.compile(".+\\.java:\\d+: error: .*");
    private static final Pattern NODE_CARET = Pattern.compile("\\s*\\^[\\^~]*");
    private static final Pattern GO_PANIC = Pattern.compile("(?:panic|fatal error): .*");
    private static final Pattern GO_STACK = Pattern.compile("goroutine \\d+ .*:");
    private static final Pattern PYTHON_STACK =
            Pattern.compile("(?:  \\+ Exception Group )?Traceback \\(most recent call last\\):");
    private static final Pattern PYTHON_GROUP = Pattern.compile("^  (?:\\+ |\\| )");
    private static final Pattern FRAME =
            Pattern.compile(
                    "\\s+at .*|\\s*\\.\\.\\. \\d+ (?:more|common frames omitted).*|\\s+from .*"
                            + "|\\s*#\\d+ .*|Stack trace:|\\s+thrown in .*");
    private static final Pattern CAUSE = Pattern.compile("(?:Caused by|Suppressed): (.*)");

    private LastWords() {}

    /**
     * @param lines the last ones, the oldest first, indented as they were
     */
    public static Optional<String> in(List<String> lines) {
        List<String> written = lines.stream().filter(line -> !line.isBlank()).toList();
        if (written.isEmpty()) {
            return Optional.empty();
        }
        int end = written.size();
        while (end > 0 && REMARK.matcher(written.get(end - 1).strip()).matches()) {
            end--;
        }
        List<String> told = written.subList(0, end);
        String words = told.isEmpty() ? remark(written) : telling(told);
        return Optional.of(shortened(words.strip()));
    }

    /** Nothing but remarks: the first has the reason, the others where to read more. */
    private static String remark(List<String> remarks) {
        return remarks.stream()
                .filter(line -> !line.matches("npm (?:ERR!|error) (?:code|errno|syscall|path) .*"))
                .findFirst()
                .orElse(remarks.getFirst());
    }

    private static String telling(List<String> lines) {
        return Stream.<Function<List<String>, Optional<String>>>of(
                        LastWords::ofNode,
                        LastWords::ofGo,
                        LastWords::ofPython,
                        LastWords::ofJavaSource,
                        LastWords::ofSpringBoot)
                .flatMap(reader -> reader.apply(lines).stream())
                .findFirst()
                .orElseGet(() -> beforeItsStack(lines));
    }

    /** The source line with a caret below, then the error, its stack, and the version. */
    private static Optional<String> ofNode(List<String> lines) {
        if (!NODE_END.matcher(lines.getLast()).matches()) {
            return Optional.empty();
        }
        int caret = last(lines, NODE_CARET);
        return caret >= 0
                ? Optional.of(lines.get(caret + 1))
                : Optional.of(beforeItsStack(lines.subList(0, lines.size() - 1)));
    }

    private static Optional<String> ofGo(List<String> lines) {
        int stack = last(lines, GO_STACK);
        int panic = stack < 0 ? -1 : last(lines.subList(0, stack), GO_PANIC);
        return panic < 0 ? Optional.empty() : Optional.of(lines.get(panic));
    }

    /** The first line after the stack that is not indented. */
    private static Optional<String> ofPython(List<String> lines) {
        int stack = last(lines, PYTHON_STACK);
        if (stack < 0) {
            return Optional.empty();
        }
        for (int i = stack + 1; i < lines.size(); i++) {
            String line = PYTHON_GROUP.matcher(lines.get(i)).replaceFirst("");
            boolean inGroup = lines.get(stack).startsWith("  +");
            if (!line.startsWith(" ")) {
                boolean isLast = inGroup || lines.size() - i - 1 <= LINES_AFTER_A_TRACEBACK;
                return isLast ? Optional.of(line) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** {@code java Main.java} that does not compile: the first error is the one to mend first. */
    private static Optional<String> ofJavaSource(List<String> lines) {
        return lines.getLast().strip().equals("error: compilation failed")
                ? lines.stream().filter(JAVAC_ERROR.asMatchPredicate()).findFirst()
                : Optional.empty();
    }

    private static Optional<String> ofSpringBoot(List<String> lines) {
        int title = lines.lastIndexOf("APPLICATION FAILED TO START");
        int description =
                title < 0 ? -1 : lines.subList(title, lines.size()).indexOf("Description:");
        return description < 0 || title + description + 1 >= lines.size()
                ? Optional.empty()
                : Optional.of(lines.get(title + description + 1));
    }

    /** An exception says what happened above its frames, and its causes say why. */
    private static String beforeItsStack(List<String> lines) {
        int last = lines.size() - 1;
        String root = "";
        for (; last > 0; last--) {
            var cause = CAUSE.matcher(lines.get(last).strip());
            if (cause.matches()) {
                root = root.isEmpty() ? ", caused by " + cause.group(1) : root;
            } else if (!FRAME.matcher(lines.get(last)).matches()) {
                break;
            }
        }
        return message(lines.get(last).strip()) + root;
    }

    private static int last(List<String> lines, Pattern pattern) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (pattern.matcher(lines.get(i)).matches()) {
                return i;
            }
        }
        return -1;
    }

    /** Of a line of JSON its message and its error. */
    private static String message(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        try {
            JsonNode entry = JSON.readTree(line);
            String message = first(entry, "message", "msg");
            String error = first(entry, "error.message", "error", "err");
            String both =
                    message.isEmpty() || error.isEmpty() ? message + error : message + ": " + error;
            return both.isEmpty() ? line : both;
        } catch (JacksonException notJson) {
            return line;
        }
    }

    private static String first(JsonNode entry, String... names) {
        return Stream.of(names)
                .map(
                        name -> {
                            JsonNode value = entry.path(name);
                            return value.isObject()
                                    ? value.path("message").asString("")
                                    : value.asString("");
                        })
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String shortened(String sentence) {
        return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST) + "...";
    }
}
