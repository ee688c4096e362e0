package dev.muster.fleet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks on this machine at what a command runs, as the kernel will: the program, the interpreter
 * that its first line names, and the file that an interpreter is given.
 */
public final class ProgramFile {
    /** The kernel reads no more of a first line (execve(2)). */
    private static final int FIRST_LINE = 256;

    private static final Set<String> WORDS_OF_THE_SHELL =
            Set.of(
                    ".",
                    "alias",
                    "break",
                    "case",
                    "cd",
                    "eval",
                    "exec",
                    "exit",
                    "export",
                    "for",
                    "if",
                    "read",
                    "set",
                    "shift",
                    "source",
                    "trap",
                    "ulimit",
                    "umask",
                    "unset",
                    "until",
                    "wait",
                    "while",
                    "{",
                    "(",
                    "[[",
                    "function",
                    "time");

    /** What reads a script from a file, and how the name of such a file ends. */
    private static final Pattern INTERPRETER =
            Pattern.compile(
                    "(?:.*/)?(?:(?:ba|da|z|k)?sh|python[0-9.]*|node|nodejs|ruby|perl|php|deno|bun)");

    private static final Pattern SCRIPT =
            Pattern.compile(".*\\.(?:sh|bash|zsh|py|js|mjs|cjs|ts|rb|pl|php|pyz)");

    private static final Pattern JAVA = Pattern.compile("(?:.*/)?java");

    private final ServiceSpec service;
    private final Path directory;
    private final ProgramSearch search;

    private ProgramFile(ServiceSpec service, Path directory, ProgramSearch search) {
        this.service = service;
        this.directory = directory;
        this.search = search;
    }

    /**
     * Why a command cannot run on this machine, where its program was looked for, and what to do;
     * empty where nothing speaks against it.
     *
     * @param service whose command it is
     * @param directory where it is run
     */
    public static Optional<String> complaint(
            ServiceSpec service, Path directory, ProgramSearch search, List<String> command) {
        return new ProgramFile(service, directory, search).complaint(command);
    }

    private Optional<String> complaint(List<String> command) {
        var program = command.getFirst();
        var found = search.find(program, directory, service.env());
        return found.isEmpty()
                ? Optional.of(absent(program))
                : interpreter(found.get()).or(() -> script(command));
    }

    private String absent(String program) {
        var there =
                search.candidates(program, directory, service.env())
                        .filter(Files::exists)
                        .findFirst();
        if (there.isPresent() && Files.isDirectory(there.get())) {
            return "`" + program + "` is a folder, and no program";
        }
        if (there.isPresent()) {
            return "`%s` may not be executed. Run: chmod +x %s"
                    .formatted(shown(there.get()), shown(there.get()));
        }
        if (program.contains("/")) {
            return "there is no file `" + program + "`. Build it before, or correct the path";
        }
        if (WORDS_OF_THE_SHELL.contains(program)) {
            return "`%s` is a word of the shell, and none runs it. Write sh -c '%s ...'"
                    .formatted(program, program);
        }
        return "there is no program `" + program + "` on PATH" + advice(program);
    }

    private String advice(String program) {
        if (ProgramSearch.isExecutable(directory.resolve(program))) {
            return "; the one in this folder is `./" + program + "`";
        }
        return NearestName.of(program, programs())
                .map(near -> ". Did you mean `" + near + "`?")
                .orElse(
                        ". Looked in "
                                + String.join(
                                        ":",
                                        search.folders(directory, service.env()).stream()
                                                .map(Path::toString)
                                                .distinct()
                                                .toList()));
    }

    /** The names of the programs on PATH. */
    private List<String> programs() {
        var names = new ArrayList<String>();
        for (var folder : search.folders(directory, service.env())) {
            try (var files = Files.newDirectoryStream(folder)) {
                files.forEach(file -> names.add(file.getFileName().toString()));
            } catch (IOException notThere) {
                // PATH may name what is not there.
            }
        }
        return names;
    }

    /** What is wrong with the interpreter that the first line of a script names (execve(2)). */
    private Optional<String> interpreter(Path script) {
        var line = firstLine(script).filter(each -> each.startsWith("#!"));
        if (line.isEmpty()) {
            return Optional.empty();
        }
        var named = line.get().substring(2).strip();
        if (line.get().endsWith("\r")) {
            return Optional.of(
                    "the first line of `%1$s` ends in a carriage return, as in a file from Windows, so `%2$s\\r` is looked for. Run: sed -i 's/\\r$//' %1$s"
                            .formatted(shown(script), Shown.printable(named)));
        }
        var words = Arrays.asList(named.split("[ \t]+"));
        var missing =
                ProgramSearch.isExecutable(directory.resolve(words.getFirst()))
                        ? missingOfEnv(words)
                        : Optional.of(words.getFirst());
        return missing.map(
                interpreter ->
                        "the first line of `%s` names `%s`, which is not there. Install it, or correct the line"
                                .formatted(shown(script), Shown.printable(interpreter)));
    }

    /** The program that {@code #!/usr/bin/env PROGRAM} names, where it is not on PATH. */
    private Optional<String> missingOfEnv(List<String> words) {
        if (!words.getFirst().endsWith("/env")) {
            return Optional.empty();
        }
        return words.stream()
                .skip(1)
                .filter(word -> !word.startsWith("-") && !word.contains("="))
                .findFirst()
                .filter(program -> search.find(program, directory, service.env()).isEmpty());
    }

    /** What is wrong with the file that an interpreter, or {@code java -jar}, is to run. */
    private Optional<String> script(List<String> command) {
        var program = command.getFirst();
        var file = Optional.<String>empty();
        if (INTERPRETER.matcher(program).matches()) {
            file =
                    command.stream()
                            .skip(1)
                            .limit(1)
                            .filter(each -> SCRIPT.matcher(each).matches())
                            .findFirst();
        } else if (JAVA.matcher(program).matches()) {
            int option = command.indexOf("-jar");
            file = option > 0 ? command.stream().skip(option + 1).findFirst() : Optional.empty();
        }
        return file.filter(name -> !isThere(name))
                .map(name -> "there is no file `%s` for %s to run".formatted(name, program));
    }

    private boolean isThere(String name) {
        try {
            return Files.isRegularFile(directory.resolve(name));
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }

    private static Optional<String> firstLine(Path file) {
        try (var in = Files.newInputStream(file)) {
            var start = new String(in.readNBytes(FIRST_LINE), ISO_8859_1);
            int end = start.indexOf('\n');
            return Optional.of(end < 0 ? start : start.substring(0, end));
        } catch (IOException cannotBeRead) {
            return Optional.empty();
        }
    }

    /** As somebody would type it who stands in the fleet's folder. */
    private String shown(Path file) {
        var normal = file.normalize();
        return normal.startsWith(directory)
                ? "./" + directory.relativize(normal)
                : normal.toString();
    }
}
