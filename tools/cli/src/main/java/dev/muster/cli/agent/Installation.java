package dev.muster.cli.agent;

import dev.muster.cli.terminal.Screen;

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
 * @param screen where the output goes
 * @param environment of the shell that the command was typed in
 */
public record Installation(
        Path java,
        Path libraries,
        Optional<Path> cacheMaker,
        Path stateHome,
        Screen screen,
        Map<String, String> environment) {

    public static Installation read() {
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
                new Screen(
                        terminal,
                        terminal && !isSet("NO_COLOR"),
                        Integer.getInteger("muster.columns", Screen.USUAL_COLUMNS)),
                System.getenv());
    }

    /** The agent's class path: explicit and in a fixed order, as its AOT cache demands. */
    public String agentClassPath() throws IOException {
        return Files.readString(libraries.resolve("agent.classpath")).strip();
    }

    /** The command's AOT cache, which the launcher looks for too. */
    public Path commandCache() {
        return libraries.resolve("cli.aot");
    }

    public Path agentCache() {
        return libraries.resolve("agent.aot");
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
}
