package dev.muster.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understands what Maven prints: which module it is at, which failed, and the compiler's own lines.
 */
final class MavenOutput {

    private static final String ERROR = "[ERROR] ";
    private static final Pattern MODULE =
            Pattern.compile("\\[INFO] Building (.+?) \\S+\\s+\\[(\\d+)/(\\d+)]");
    private static final Pattern COMPILER =
            Pattern.compile("\\[ERROR] (\\S.*?\\.\\w+):\\[(\\d+),(\\d+)] (.+)");
    private static final Pattern DETAIL = Pattern.compile("(?:\\[ERROR])?\\s{2,}(\\S.*)");
    private static final Pattern FAILED_GOAL =
            Pattern.compile("\\[ERROR] Failed to execute goal.* on project ([^:\\s]+): (.*)");
    private static final Pattern HELP = Pattern.compile("\\s*-> \\[Help \\d+]");

    private final Map<String, CompilerError> compilerErrors = new LinkedHashMap<>();
    private final Map<String, String> failedModules = new LinkedHashMap<>();
    private final Set<String> otherErrors = new LinkedHashSet<>();
    private Optional<String> moduleWithoutError = Optional.empty();
    private boolean missesArtifacts;
    private int exitStatus;
    private Optional<CompilerError> open = Optional.empty();

    /**
     * @param lines the message, and what the compiler says more of it
     */
    record CompilerError(Path file, int line, int column, List<String> lines) {}

    /**
     * @param number of the module among those to build, from 1
     * @param built the module before it, unless that has failed
     */
    record Step(String module, int number, int of, Optional<String> built) {
        /** "orders (3 of 7)". */
        @Override
        public String toString() {
            return "%s (%d of %d)".formatted(module, number, of);
        }
    }

    /** Takes the next line; says so when it begins a module. */
    Optional<Step> line(String line) {
        Matcher module = MODULE.matcher(line);
        if (module.matches()) {
            var step =
                    new Step(
                            module.group(1),
                            Integer.parseInt(module.group(2)),
                            Integer.parseInt(module.group(3)),
                            moduleWithoutError);
            moduleWithoutError = Optional.of(step.module());
            return Optional.of(step);
        }
        if (line.startsWith(ERROR)) {
            moduleWithoutError = Optional.empty();
        }
        missesArtifacts |= line.contains("offline mode");
        if (!compilerError(line) && !detail(line)) {
            open = Optional.empty();
            otherError(line);
        }
        return Optional.empty();
    }

    private boolean compilerError(String line) {
        Matcher error = COMPILER.matcher(line);
        if (!error.matches()) {
            return false;
        }
        // Maven repeats every error at its end; the second one adds nothing.
        String key = error.group(1) + ":" + error.group(2) + ":" + error.group(3) + error.group(4);
        boolean isNew = !compilerErrors.containsKey(key);
        var found =
                new CompilerError(
                        Path.of(error.group(1)),
                        Integer.parseInt(error.group(2)),
                        Integer.parseInt(error.group(3)),
                        new ArrayList<>(List.of(error.group(4))));
        compilerErrors.putIfAbsent(key, found);
        open = isNew ? Optional.of(found) : Optional.empty();
        return true;
    }

    private boolean detail(String line) {
        Matcher detail = DETAIL.matcher(line);
        if (open.isEmpty() || !detail.matches()) {
            return false;
        }
        open.get().lines().add(detail.group(1));
        return true;
    }

    private void otherError(String line) {
        Matcher goal = FAILED_GOAL.matcher(line);
        if (goal.matches()) {
            failedModules.put(goal.group(1), withoutHelp(goal.group(2)));
        } else if (line.startsWith(ERROR) && !line.startsWith("[ERROR] [Help")) {
            otherErrors.add(withoutHelp(line.substring(ERROR.length())));
        }
    }

    private static String withoutHelp(String text) {
        return HELP.matcher(text).replaceAll("").strip();
    }

    /** It was told to stay offline, and something is not on this machine yet. */
    boolean missesArtifacts() {
        return missesArtifacts;
    }

    /** Maven is done, with this exit status. */
    void ended(int status) {
        exitStatus = status;
    }

    /** Whether one of the modules did not build. */
    boolean isFailed(Set<Pom> modules) {
        boolean unexplained = exitStatus != 0 && failedModules.isEmpty();
        return unexplained
                || modules.stream().anyMatch(m -> failedModules.containsKey(m.artifact()));
    }

    /**
     * Why modules did not build: the compiler's lines about them, or else what Maven says.
     *
     * @param shownFrom paths are shown relative to it
     */
    List<String> problems(Set<Pom> modules, Path shownFrom) {
        var lines = new ArrayList<String>();
        for (CompilerError error : compilerErrors.values()) {
            if (modules.stream().anyMatch(pom -> error.file().startsWith(pom.directory()))) {
                lines.addAll(shown(error, shownFrom));
            }
        }
        if (lines.isEmpty()) {
            modules.stream()
                    .filter(pom -> failedModules.containsKey(pom.artifact()))
                    .forEach(
                            pom ->
                                    lines.add(
                                            pom.artifact()
                                                    + ": "
                                                    + failedModules.get(pom.artifact())));
        }
        if (lines.isEmpty()) {
            otherErrors.stream().filter(line -> !line.isEmpty()).limit(5).forEach(lines::add);
        }
        return lines;
    }

    private static List<String> shown(CompilerError error, Path shownFrom) {
        Path file =
                error.file().startsWith(shownFrom)
                        ? shownFrom.relativize(error.file())
                        : error.file();
        var lines = new ArrayList<String>();
        lines.add(
                "%s:%d:%d: %s"
                        .formatted(file, error.line(), error.column(), error.lines().getFirst()));
        error.lines().stream().skip(1).map(detail -> "    " + detail).forEach(lines::add);
        return lines;
    }
}
