package dev.muster.fleet;

import static java.util.stream.Collectors.groupingBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A fleet file cannot be used: the mistakes in it, at once and in the order of the file. It has at
 * least one.
 */
public final class FleetProblems extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A key longer than this pushes its own text to the right, and not everybody's. */
    private static final int WIDEST_ALIGNED_KEY = 28;

    private final transient List<FleetProblem> problems;
    private final int more;

    /**
     * @param more how many there are beside those that are told
     */
    FleetProblems(List<FleetProblem> problems, int more) {
        super(render(problems, more, Path.of("")));
        this.problems = List.copyOf(problems);
        this.more = more;
    }

    /** The first of them; in a file that is wrong throughout not all are told. */
    public List<FleetProblem> problems() {
        return problems;
    }

    /** How many there are besides {@link #problems}. */
    public int more() {
        return more;
    }

    /** The problems as a person reads them, each file named as it was given. */
    public String render() {
        return render(Path.of(""));
    }

    /**
     * The problems as a person reads them: a line for each file, then a line for each problem. Ends
     * in a newline, so that the caller can add what follows from them.
     *
     * @param folder files below it are named relative to it
     */
    public String render(Path folder) {
        return render(problems, more, folder);
    }

    private static String render(List<FleetProblem> problems, int more, Path folder) {
        var page = render(problems, "", folder);
        return more > 0 ? page + "  and %,d more\n".formatted(more) : page;
    }

    /**
     * @param what a file is said of, where it is not that it has problems
     */
    static String render(List<FleetProblem> problems, String what, Path folder) {
        var byFile =
                problems.stream()
                        .collect(
                                groupingBy(
                                        FleetProblem::file,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        var page = new StringBuilder();
        byFile.forEach(
                (file, those) -> {
                    page.append(shown(file, folder)).append(' ');
                    page.append(what.isEmpty() ? count(those) : what).append(":\n");
                    renderLines(page, those);
                });
        return page.toString();
    }

    private static String count(List<FleetProblem> problems) {
        return "has " + problems.size() + (problems.size() == 1 ? " problem" : " problems");
    }

    private static void renderLines(StringBuilder page, List<FleetProblem> problems) {
        int position = widest(problems.stream().map(FleetProblem::position).toList()) + 2;
        int key =
                widest(
                                problems.stream()
                                        .map(FleetProblem::key)
                                        .filter(each -> each.length() <= WIDEST_ALIGNED_KEY)
                                        .toList())
                        + 3;
        for (var problem : problems) {
            var line = new StringBuilder("  ");
            pad(line, problem.position(), position, 2);
            pad(line, problem.key(), key, 3);
            page.append(line).append(problem.text()).append('\n');
        }
    }

    private static int widest(List<String> column) {
        return column.stream().mapToInt(String::length).max().orElse(0);
    }

    /** A cell of a column, at least {@code gap} from the next; an empty one takes no room. */
    private static void pad(StringBuilder line, String text, int width, int gap) {
        if (!text.isEmpty()) {
            line.append(text).repeat(' ', Math.max(gap, width - text.length()));
        }
    }

    private static Path shown(Path file, Path folder) {
        if (!file.isAbsolute() || !folder.isAbsolute()) {
            return file;
        }
        return file.startsWith(folder) ? folder.relativize(file) : file;
    }
}
