package dev.muster.cli;

import dev.muster.cli.agent.Installation;
import dev.muster.cli.terminal.Console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Entry point of the {@code muster} command. */
public final class Main {
    private Main() {}

    public static void main(String[] typed) {
        var output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        var out = new PrintStream(output, false, StandardCharsets.UTF_8);
        var err =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var installation = Installation.read();
        var console = new Console(out, err, installation.screen());
        var exitCode =
                new Command(console, Verbs.all(console, installation, Path.of("").toAbsolutePath()))
                        .run(List.of(typed));
        out.flush();
        output.complaint().ifPresent(console::complain);
        Runtime.getRuntime().exit(exitCode.status());
    }
}
