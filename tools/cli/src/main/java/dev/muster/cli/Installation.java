package dev.muster.cli;

import dev.muster.control.ApiQuery;
import dev.muster.control.Target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where this copy of Muster is, as the launcher says in system properties; the one place of this
 * module that reads the environment.
 *
 * @param java the JDK's {@code java} that runs agents and services
 * @param libraries the folder of Muster's jars
 * @param cacheMaker the program that makes the AOT caches of the command and the agent
 * @param stateHome where programs keep the user's state
 * @param colour whether output to a terminal may be coloured
 * @param terminal whether the output goes to a terminal that somebody watches
 * @param columns of the terminal, or 100
 * @param environment of the shell that the command was typed in
 */
record Installation(
        Path java,
        Path libraries,
        Optional<Path> cacheMaker,
        Path stateHome,
        boolean colour,
        boolean terminal,
        int columns,
        Map<String, String> environment) {

    static Installation read() {
        var java =
                Path.of(
                        System.getProperty(
                                "muster.java", System.getProperty("java.home") + "/bin/java"));
        boolean terminal =
                Boolean.getBoolean("muster.terminal")
                        && !isSet("CI")
                        && !"dumb".equals(System.getenv("TERM"));
        return new Installation(
                java,
                Path.of(System.getProperty("muster.libraries", ".")),
                Optional.ofNullable(System.getProperty("muster.caches")).map(Path::of),
                userStateHome(),
                terminal && !isSet("NO_COLOR"),
                terminal,
                terminalColumns(),
                System.getenv());
    }

    /** The agent's class path: explicit and in a fixed order, as its AOT cache demands. */
    String agentClassPath() throws IOException {
        return Files.readString(libraries.resolve("agent.classpath")).strip();
    }

    /** The command's AOT cache, which the launcher looks for too. */
    Path commandCache() {
        return libraries.resolve("cli.aot");
    }

    Path agentCache() {
        return libraries.resolve("agent.aot");
    }

    /** {@code target} as this terminal can show its text. */
    Target look(Target target) {
        return look(target, columns);
    }

    Target look(Target target, int width) {
        var fitting = target.with(ApiQuery.COLUMNS, width);
        return colour ? fitting.with(ApiQuery.COLOUR) : fitting;
    }

    /** Lines that are broken between words, where somebody reads them in a terminal. */
    String fitted(String lines) {
        return terminal ? LiveText.allBroken(lines, columns - 1) : lines;
    }

    private static boolean isSet(String variable) {
        var value = System.getenv(variable);
        return value != null && !value.isEmpty();
    }

    private static Path userStateHome() {
        var named = System.getenv("XDG_STATE_HOME");
        return named != null && Path.of(named).isAbsolute()
                ? Path.of(named)
                : Path.of(System.getProperty("user.home"), ".local", "state");
    }

    private static int terminalColumns() {
        return Integer.getInteger("muster.columns", 100);
    }
}
