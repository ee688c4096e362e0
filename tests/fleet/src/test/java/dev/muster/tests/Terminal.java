package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A terminal in which the command runs as a person runs it: tmux, with a server of its own. */
final class Terminal implements AutoCloseable {
    /** The shell that a command is typed in outlives its signals; tmux may miss how it ended. */
    private static final String KEEP_STATUS = "trap : INT HUP; \"$@\"; echo $? >\"$0\"";

    private final Muster muster;
    private final Path folder;
    private final Path socket;
    private final Path status;

    private Terminal(Muster muster, Path folder, Path scratch) {
        this.muster = muster;
        this.folder = folder;
        this.socket = scratch.resolve("tmux");
        this.status = scratch.resolve("status");
    }

    /**
     * Runs {@code muster} with {@code words} in {@code folder}.
     *
     * @param scratch an empty folder
     * @param environment beside that of this process; an empty value unsets what this machine sets
     */
    static Terminal run(
            Muster muster,
            Path folder,
            Path scratch,
            Map<String, String> environment,
            String... words)
            throws IOException, InterruptedException {
        Programs.need("tmux");
        var terminal = new Terminal(muster, folder, scratch);
        var configuration =
                Files.writeString(scratch.resolve("tmux.conf"), "set -g remain-on-exit on\n");
        var command = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(terminal.tmux("-f", configuration.toString(), "new-session", "-d"));
        command.addAll(List.of("-x", "100", "-y", "30"));
        command.addAll(List.of("sh", "-c", KEEP_STATUS, terminal.status.toString()));
        command.add(muster.home().resolve("muster").toString());
        command.addAll(List.of(words));
        muster.start(folder, command).await().expect(0);
        return terminal;
    }

    /** What stands on the screen. */
    String shown() throws IOException, InterruptedException {
        return control("capture-pane", "-p");
    }

    /** Waits until the screen holds each of these. */
    void awaitShown(String... texts) {
        await(String.join(", ", texts))
                .atMost(Fleet.PATIENCE)
                .untilAsserted(() -> assertThat(shown()).contains(texts));
    }

    /** Presses keys, each as tmux names it: {@code q}, {@code Enter}, {@code C-c}. */
    void press(String... keys) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("send-keys"));
        words.addAll(List.of(keys));
        control(words.toArray(String[]::new));
    }

    void resize(int columns, int rows) throws IOException, InterruptedException {
        control("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
    }

    /** Waits for the command's end; its exit status. */
    int awaitEnd() {
        var told =
                await("the command ends")
                        .atMost(Fleet.PATIENCE)
                        .until(
                                () -> Files.exists(status) ? Files.readString(status) : "",
                                text -> text.endsWith("\n"));
        return Integer.parseInt(told.strip());
    }

    /** As a window that is closed, whatever runs in it. */
    @Override
    public void close() throws IOException {
        try {
            muster.start(folder, tmux("kill-server")).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the terminal was closing");
        }
    }

    private String control(String... words) throws IOException, InterruptedException {
        return muster.start(folder, tmux(words)).await().expect(0).out();
    }

    private List<String> tmux(String... words) {
        var command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        command.addAll(List.of(words));
        return command;
    }
}
