package dev.muster.fleet;

import dev.muster.fleet.CommandLine.Word;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what is written for a shell where none is: it would reach the program as plain text, and
 * nobody means that. The script of a program that reads one, as in {@code sh -c "exec app $PORT"},
 * is for that program to expand.
 */
final class ShellSyntax {
    private static final Pattern ASSIGNMENT = Pattern.compile("(?s)([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    private static final Pattern OPERATOR =
            Pattern.compile("&&|\\|\\|?|;|&|[0-9]?(?:>>?|<<?|>&)[0-9]?|&>|\\|&");

    private static final Pattern TAKES_A_SCRIPT =
            Pattern.compile(
                    "(?:.*/)?(?:(?:ba|da|z|k|a|fi)?sh|busybox|python[0-9.]*|perl|ruby|node|nodejs|deno"
                        + "|bun|php|lua|groovy|julia|Rscript|elixir|psql|mysql|sqlite3)");

    private static final Pattern SCRIPT_FOLLOWS =
            Pattern.compile("-[A-Za-z]*[cepr]|--(?:eval|print|command|execute)");

    /** Their arguments are scripts or patterns without any option. */
    private static final Pattern READS_SCRIPTS =
            Pattern.compile("(?:.*/)?(?:[gm]?awk|g?sed|jq|yq|envsubst|[ef]?grep)");

    private static final Set<String> NOT_QUOTABLE = Set.of("'", "\n");

    private ShellSyntax() {}

    /**
     * What is wrong with a command that is one line, if anything is.
     *
     * @param words of {@code line}
     */
    static Optional<String> ofALine(String line, List<Word> words) {
        for (int count = 1; count <= words.size(); count++) {
            var complaint = complaint(words.subList(0, count), forAShell(line));
            if (complaint.isPresent()) {
                return complaint;
            }
        }
        return Optional.empty();
    }

    /** What is wrong with the last of {@code words}, all of them items of a list. */
    static Optional<String> ofAnItem(List<Word> words) {
        var text = words.getLast().text();
        return words.size() > 1 && OPERATOR.matcher(text).matches()
                ? Optional.of(
                        "is the shell's, and none runs it. Write [sh, -c, '...'] with the whole"
                                + " line as one item")
                : complaint(words, "[sh, -c, '...'] with the whole line as one item");
    }

    private static Optional<String> complaint(List<Word> words, String instead) {
        var word = words.getLast();
        var assignment = ASSIGNMENT.matcher(word.text());
        if (words.size() == 1 && assignment.matches()) {
            return Optional.of(
                    "begins with an assignment, which is the shell's, and none runs it. "
                            + withoutAssignment(assignment.group(1), assignment.group(2)));
        }
        return word.expanded()
                .filter(_ -> !isScript(words))
                .map(
                        what ->
                                what.equals("~")
                                        ? "holds ~, which only a shell expands, and none runs it."
                                                + " Write the path in full"
                                        : "holds %s, which only a shell expands, and none runs it. Write %s"
                                                .formatted(Shown.printable(what), instead));
    }

    private static String withoutAssignment(String name, String value) {
        return ReservedVariables.contains(name)
                ? "Leave it out: Muster gives every replica its own " + name
                : "Write env: { %s: %s }, and the command without it"
                        .formatted(name, Shown.printable(value));
    }

    private static boolean isScript(List<Word> words) {
        var before = words.subList(0, words.size() - 1);
        if (before.isEmpty()) {
            return false;
        }
        return READS_SCRIPTS.matcher(before.getFirst().text()).matches()
                || (SCRIPT_FOLLOWS.matcher(before.getLast().text()).matches()
                        && before.stream()
                                .anyMatch(each -> TAKES_A_SCRIPT.matcher(each.text()).matches()));
    }

    /** The line as a shell would be given it, where that can be written in single quotes. */
    private static String forAShell(String line) {
        var script =
                NOT_QUOTABLE.stream().noneMatch(line::contains) && line.length() < 60
                        ? (line.startsWith("exec ") ? line : "exec " + line)
                        : "...";
        return "sh -c '%s', or put it in single quotes where it is meant as it stands"
                .formatted(Shown.printable(script));
    }
}
