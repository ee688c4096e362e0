package dev.muster.cli.verb;

import static dev.muster.cli.verb.AgentCalls.FLEET;

import dev.muster.cli.agent.Browser;
import dev.muster.cli.agent.DashboardLink;
import dev.muster.cli.agent.FleetFolder;
import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Verb;
import dev.muster.cli.terminal.Console;

import java.io.IOException;

/** {@code open}: the dashboard in a browser. */
public final class Open implements Verb {
    private final FleetFolder fleets;
    private final Browser browser;
    private final Console console;

    public Open(FleetFolder fleets, Browser browser, Console console) {
        this.fleets = fleets;
        this.browser = browser;
        this.console = console;
    }

    @Override
    public Usage usage() {
        return Usage.of("open", "open the dashboard in a browser")
                .options(FLEET)
                .examples("muster open");
    }

    /** Prints the address first, for those who have no browser here. */
    @Override
    public ExitCode run(Arguments arguments) throws IOException {
        var folder = fleets.running(arguments.find(FLEET));
        var url = DashboardLink.fresh(fleets.agent(folder).client());
        console.println(url);
        browser.open(folder, url);
        return ExitCode.DONE;
    }
}
