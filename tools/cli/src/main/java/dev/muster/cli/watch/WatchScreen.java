package dev.muster.cli.watch;

import dev.muster.cli.agent.Browser;
import dev.muster.cli.agent.DashboardLink;
import dev.muster.cli.agent.Order;
import dev.muster.cli.agent.RunningAgent;
import dev.muster.cli.line.CommandException;
import dev.muster.cli.terminal.Choice;
import dev.muster.cli.terminal.Console;
import dev.muster.cli.terminal.Keyboard;
import dev.muster.cli.terminal.LiveText;
import dev.muster.cli.terminal.Notices;
import dev.muster.cli.terminal.Prompt;
import dev.muster.cli.terminal.Screen;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.ControlClient;
import dev.muster.control.ControlClient.Format;
import dev.muster.control.Target;

import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The screen of a fleet in a terminal: where it answers, its table, drawn anew each second, and the
 * keys that work. The table is the agent's text; this class only places it.
 *
 * <p>One thread runs the screen. What happens elsewhere, be it a key or the outcome of an order,
 * reaches it as a task.
 */
public final class WatchScreen {
    private static final Duration REDRAW_EVERY = Duration.ofSeconds(1);
    private static final int NEWEST_LOGS = 20;

    private final ControlClient client;
    private final Path folder;
    private final Console console;
    private final Terminal terminal;
    private final LiveText text;
    private final WatchKeys keys;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final List<String> doing = new ArrayList<>();
    private final Notices notices;
    private @Nullable Prompt prompt;
    private @Nullable FollowedLogs logs;
    private boolean keysExplained;
    private boolean quit;
    private boolean isOver;

    WatchScreen(
            RunningAgent agent, Console console, Terminal terminal, LiveText text, WatchKeys keys)
            throws IOException {
        this.client = agent.client();
        this.folder = agent.folder();
        this.console = console;
        this.notices = new Notices(console.backend()::nanoTime);
        this.terminal = terminal;
        this.text = text;
        this.keys = keys;
    }

    /** Runs until {@code q} is pressed, and returns true, or until the agent is gone. */
    boolean run() {
        var cooked = terminal.enterRawMode();
        terminal.handle(Terminal.Signal.WINCH, _ -> tasks.add(this::beginAgain));
        terminal.handle(Terminal.Signal.CONT, _ -> tasks.add(this::comeBack));
        try (var _ = keyboard()) {
            begin();
            while (!quit && !isOver && (logs != null || draw())) {
                await();
                if (logs != null && logs.areOver()) {
                    endLogs();
                }
            }
            return quit;
        } finally {
            text.end();
            terminal.setAttributes(cooked);
        }
    }

    /**
     * Ends the screen as if nobody answered: another agent may have come to answer at the same
     * address in the meantime. Called by any thread.
     */
    void end() {
        tasks.add(() -> isOver = true);
    }

    private Keyboard keyboard() {
        return new Keyboard(
                console.backend(), terminal.reader(), key -> tasks.add(() -> press(key)));
    }

    /** Does what has happened meanwhile, or else comes back when it is time to draw. */
    private void await() {
        try {
            var task = tasks.poll(REDRAW_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            while (task != null) {
                task.run();
                task = tasks.poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            quit = true;
        }
    }

    private void begin() {
        fetch(FleetScreens.target("first").with(ApiQuery.KEYS))
                .map(String::stripTrailing)
                .ifPresent(text::print);
    }

    /** What was drawn in another size has been broken into other lines by the terminal. */
    private void beginAgain() {
        if (logs == null) {
            text.clear();
            begin();
        }
    }

    /** After Ctrl+Z and {@code fg}: the shell has had the terminal. */
    private void comeBack() {
        terminal.enterRawMode();
        beginAgain();
    }

    /** False when the agent no longer answers. */
    private boolean draw() {
        var table = fetch(FleetScreens.target("watch"));
        table.ifPresent(lines -> text.draw(("\n" + lines).lines().toList(), foot()));
        return table.isPresent();
    }

    private Optional<String> fetch(Target screen) {
        var target = console.look(screen, columns() - 1);
        try (var reply = client.get(target, Format.TEXT)) {
            return Optional.of(reply.text());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private int columns() {
        return Screen.sizeOf(terminal).getColumns();
    }

    private List<String> foot() {
        var foot = new ArrayList<String>();
        doing.forEach(what -> foot.add("  " + what + " ..."));
        int columns = columns() - 1;
        for (var notice : notices.lines()) {
            LiveText.broken("  " + notice, columns, 2).lines().forEach(foot::add);
        }
        if (prompt != null) {
            foot.addAll(prompt.lines(columns));
            return foot;
        }
        for (var line : keys.lines(keysExplained, console.screen().hasColour())) {
            LiveText.broken(line, columns, WatchKeys.INDENT).lines().forEach(foot::add);
        }
        // The cursor waits below, where nothing is.
        foot.add("");
        return foot;
    }

    private void press(int key) {
        if (logs != null) {
            endLogs();
        } else if (prompt != null) {
            if (prompt.press(key)) {
                prompt = null;
            }
        } else {
            notices.clear();
            act(key);
        }
    }

    private void act(int key) {
        switch (key) {
            case 'o' -> perform("opening the dashboard", this::open);
            case 'l' -> followLogs();
            case 'r' -> ask("restart which service? name or number:", this::restart);
            case 's' -> ask("scale which service to how many? as in 1 3:", this::scale);
            case 'q' -> quit = true;
            case '?' -> keysExplained = !keysExplained;
            default -> {}
        }
    }

    private void ask(String question, Prompt.Answered answered) {
        fetch(FleetScreens.target("services"))
                .map(names -> new Choice(names.lines().toList()))
                .ifPresent(services -> prompt = new Prompt(question, services, answered));
    }

    private Optional<String> restart(String service, String rest) {
        perform("restarting " + service, () -> post(Order.restart(service)));
        return Optional.empty();
    }

    private Optional<String> scale(String service, String replicas) {
        try {
            var order = Order.scale(service, Order.REPLICAS.read(replicas));
            perform("scaling " + service, () -> post(order));
            return Optional.empty();
        } catch (CommandException e) {
            return Optional.of(e.sentence());
        }
    }

    /** Something that takes time, and comes to a sentence. */
    @FunctionalInterface
    private interface Action {
        String run() throws IOException;
    }

    /** Runs an action beside the screen, which shows that it goes on and then what came of it. */
    private void perform(String what, Action action) {
        doing.add(what);
        console.backend()
                .thread(
                        what,
                        () -> {
                            var outcome = outcome(action);
                            tasks.add(
                                    () -> {
                                        doing.remove(what);
                                        notices.show(outcome);
                                    });
                        })
                .start();
    }

    private static String outcome(Action action) {
        try {
            return action.run();
        } catch (CommandException e) {
            return e.sentence();
        } catch (IOException e) {
            return "The agent does not answer.";
        }
    }

    private String open() throws IOException {
        var url = DashboardLink.fresh(client);
        Browser.ofThePlatform().open(folder, url);
        return url;
    }

    private String post(Order order) throws IOException {
        try (var reply = client.post(order.target(), Format.TEXT, order.json())) {
            return reply.text().strip();
        }
    }

    private void followLogs() {
        try {
            var newest =
                    Target.of(ApiPaths.LOGS)
                            .with(ApiQuery.FOLLOW)
                            .with(ApiQuery.LIMIT, NEWEST_LOGS);
            var target = console.look(newest, columns());
            var reply = client.get(target, Format.TEXT);
            text.print("  Logs of every service; any key goes back.\n");
            logs = new FollowedLogs(console.backend(), reply, text);
        } catch (IOException e) {
            // The next drawing finds out that the agent is gone.
        }
    }

    private void endLogs() {
        if (logs != null) {
            logs.close();
            logs = null;
        }
    }
}
