package dev.muster.agent.text;

import dev.muster.control.FleetView;
import dev.muster.control.FleetView.FleetState;
import dev.muster.control.ServiceView;
import dev.muster.fleet.Counted;
import dev.muster.fleet.DurationText;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A {@link FleetView} for a terminal: the table of {@code ps}, and the screens of {@code up} around
 * it.
 */
public final class FleetText {
    private FleetText() {}

    /** What {@code ps} prints: a row for each service, and below it the cause where it has one. */
    public static String table(FleetView fleet, Look look) {
        if (fleet.services().isEmpty()) {
            return "fleet " + fleet.fleet() + " has no services yet. Add one to its muster.yaml.\n";
        }
        return services(fleet, look, "") + difference(fleet, look);
    }

    /** The services that can be scaled and restarted, each on a line. */
    public static String names(FleetView fleet) {
        return fleet.services().stream()
                .filter(service -> !service.language().equals("external"))
                .map(service -> service.name() + "\n")
                .collect(Collectors.joining());
    }

    /** In what the fleet file differs from what runs; nothing where it does not. */
    public static String difference(FleetView fleet, Look look) {
        var sentence = fleet.fileDifference();
        return sentence == null
                ? ""
                : "\n" + String.join("\n", Wrap.at(look.columns() - 1, sentence)) + "\n";
    }

    /**
     * The first screen of {@code up}: what is ready and where it answers.
     *
     * @param dashboardUrl carries a one-time token
     * @param withTable the table and what to try come below, as no {@link #watch} does
     */
    public static String firstScreen(
            FleetView fleet, String dashboardUrl, Look look, boolean withTable) {
        var screen = new StringBuilder("\n  ").append(look.bold(headline(fleet))).append("\n\n");
        screen.append("  ").append(pad(fleet.fleet())).append(fleet.gatewayUrl()).append("\n");
        screen.append("  ").append(pad("dashboard")).append(dashboardUrl).append("\n\n");
        if (withTable) {
            screen.append(services(fleet, look, "  ")).append(footer(fleet, look));
        }
        return screen.toString();
    }

    /** The live part of {@code up}'s screen: drawn again each second below the first screen. */
    public static String watch(FleetView fleet, Look look) {
        return services(fleet, look, "  ")
                + verdict(fleet, look)
                + difference(fleet, look).indent(2)
                + footer(fleet, look);
    }

    private static String headline(FleetView fleet) {
        var size =
                Counted.of(fleet.services().size(), "service")
                        + ", "
                        + Counted.of(fleet.totals().replicasReady(), "replica");
        var millis = fleet.readyAfterMillis();
        if (millis == null || fleet.state() != FleetState.READY) {
            return fleet.fleet()
                    + " is "
                    + fleet.state().name().toLowerCase(Locale.ROOT)
                    + ": "
                    + fleet.verdict().sentence();
        }
        return fleet.fleet()
                + " is ready: "
                + size
                + ", "
                + DurationText.of(Duration.ofMillis(millis));
    }

    private static String services(FleetView fleet, Look look, String indent) {
        var table = new Table("SERVICE", "REPLICAS", "REQ/S", "P99", "ERRORS", "MEMORY", "VERSION");
        for (var service : fleet.services()) {
            var cause = service.cause();
            var version = service.version();
            table.add(
                    cause == null ? "" : cause.sentence(),
                    service.name(),
                    replicas(service),
                    Figures.rate(service.requestsPerSecond()),
                    Figures.millis(service.p99Millis(), service.p99AtMost()),
                    Figures.percent(service.errorRatio()),
                    Figures.memory(service.memoryBytes()),
                    version == null ? Figures.UNKNOWN : version);
        }
        return table.render(look, indent);
    }

    private static String replicas(ServiceView service) {
        return service.replicasReady() == service.replicasWanted()
                ? Integer.toString(service.replicasWanted())
                : service.replicasReady() + "/" + service.replicasWanted();
    }

    private static String verdict(FleetView fleet, Look look) {
        if (fleet.state() == FleetState.READY) {
            return "";
        }
        return Wrap.at(look.columns() - 2, fleet.verdict().sentence()).stream()
                .map(line -> "  " + look.bad(line) + "\n")
                .collect(Collectors.joining("", "\n", ""));
    }

    private static String footer(FleetView fleet, Look look) {
        var footer = new StringBuilder("\n");
        var path = fleet.tryPath();
        if (path != null) {
            footer.append("  ")
                    .append(look.dim("try"))
                    .append("    curl ")
                    .append(fleet.gatewayUrl().replace("http://", ""))
                    .append(path)
                    .append('\n');
        }
        return footer.toString();
    }

    private static String pad(String label) {
        return label + " ".repeat(Math.max(1, 12 - label.length()));
    }
}
