package dev.muster.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be answered to a question, of which the start of a name or its number is enough.
 *
 * @param names of what there is to choose from
 */
public record Choice(List<String> names) {
    public Choice {
        names = List.copyOf(names);
    }

    /** "1 catalog 2 orders": the names as they are offered, on lines of at most so many columns. */
    List<String> lines(int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            var offered = (i + 1) + " " + names.get(i);
            if (!line.isEmpty() && line.length() + 3 + offered.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : "   ").append(offered);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    /** The name that is meant: the whole of it, its number, or a start that no other name has. */
    Optional<String> meant(String typed) {
        if (names.contains(typed)) {
            return Optional.of(typed);
        }
        if (typed.matches("[0-9]{1,5}")) {
            int number = Integer.parseInt(typed);
            return number >= 1 && number <= names.size()
                    ? Optional.of(names.get(number - 1))
                    : Optional.empty();
        }
        var beginning = names.stream().filter(name -> name.startsWith(typed)).toList();
        return beginning.size() == 1 ? Optional.of(beginning.getFirst()) : Optional.empty();
    }

    /** What is typed, with as much more as all names have in common that begin so. */
    String completed(String typed) {
        var beginning = names.stream().filter(name -> name.startsWith(typed)).toList();
        if (beginning.isEmpty()) {
            return typed;
        }
        var common = beginning.getFirst();
        for (var name : beginning) {
            int same = 0;
            while (same < Math.min(common.length(), name.length())
                    && common.charAt(same) == name.charAt(same)) {
                same++;
            }
            common = common.substring(0, same);
        }
        return beginning.size() == 1 ? common + " " : common;
    }
}
