package dev.muster.cli.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The keys that a screen tells of; what they do is the screen's. */
public enum WatchKeys {
    /** This screen's end is the fleet's end. */
    OWNER("stop", "stop the fleet, as Ctrl+C does; Ctrl+C again forces"),
    /** This screen only watches. */
    GUEST("stop watching", "stop watching; the fleet stays up");

    /** The column of what a key does. */
    static final int INDENT = 9;

    private final String quits;
    private final String explanation;

    WatchKeys(String quits, String explanation) {
        this.quits = quits;
        this.explanation = explanation;
    }

    /** The line of keys and, if they are to be explained, a line for each above it. */
    List<String> lines(boolean explained, boolean colour) {
        var lines = new ArrayList<String>();
        if (explained) {
            explanations().map(line -> "  " + line).forEach(lines::add);
        }
        lines.add(
                "  "
                        + (colour ? "\u001b[2mkeys\u001b[0m" : "keys")
                        + "   o open   l logs   r restart   s scale   q "
                        + quits
                        + (explained ? "   ? less" : "   ? more"));
        return lines;
    }

    private Stream<String> explanations() {
        return """

        o      open the dashboard in a browser
        l      follow the logs of every service; any key goes back
        r      build what changed of a service, and replace its replicas
        s      scale a service; of both you are offered the services
        q      %s
        more   in another terminal: muster explain SVC, muster help

        """
                .formatted(explanation)
                .lines();
    }
}
