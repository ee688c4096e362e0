package dev.muster.supervisor;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds programs as execvp(3) does: a name with a slash is a path, any other is looked for in the
 * folders of {@code PATH}.
 *
 * @param environment whose {@code PATH} counts where a service does not set its own
 */
record ProgramSearch(Map<String, String> environment) {

    Optional<Path> find(String program, Path directory, Map<String, String> serviceEnvironment) {
        if (program.contains("/")) {
            return executable(directory, program);
        }
        String path = serviceEnvironment.getOrDefault("PATH", environment.getOrDefault("PATH", ""));
        for (String folder : path.split(":")) {
            var found = executable(directory, (folder.isEmpty() ? "." : folder) + "/" + program);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> executable(Path directory, String file) {
        try {
            Path path = directory.resolve(file);
            boolean runs = Files.isExecutable(path) && !Files.isDirectory(path);
            return runs ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }
}
