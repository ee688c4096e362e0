package dev.muster.cli;

import static dev.muster.cli.Verb.Option.flag;
import static dev.muster.cli.Verb.Option.valued;

import java.util.List;

/** What can be typed: every verb with its operands and options, described once. */
final class VerbTable {
    private static final Verb.Option JSON = flag("--json", "print JSON for scripts");
    private static final Verb.Option FLEET =
            valued("--fleet", "FOLDER", "the fleet's folder; else the nearest, or the one up");

    private VerbTable() {}

    /** Every verb, in the order of help. */
    static List<Verb> of(UpVerb up, ReadVerbs reads, ActVerbs acts, CheckVerb check) {
        return List.of(
                up(up),
                down(acts),
                ps(reads),
                logs(reads),
                explain(reads),
                events(reads),
                scale(acts),
                restart(acts),
                open(acts),
                check(check));
    }

    private static Verb up(UpVerb up) {
        return new Verb(
                        "up",
                        "[FOLDER]",
                        0,
                        1,
                        "build and start the fleet, and watch it",
                        List.of(
                                flag(
                                        "--detach",
                                        "-d",
                                        "return when the fleet is ready; `down` stops it"),
                                valued(
                                        "--gateway-port",
                                        "PORT",
                                        "where the fleet answers, instead of the file's"),
                                valued("--dashboard-port", "PORT", "where the dashboard answers"),
                                valued("--registry-port", "PORT", "where the registry answers"),
                                FLEET),
                        up::up)
                .withExamples(
                        "muster up                      # the fleet of this folder, in this"
                                + " terminal",
                        "muster up -d examples/shop     # come back once it is ready",
                        "muster up --gateway-port 8081  # where 8080 is taken");
    }

    private static Verb down(ActVerbs acts) {
        return new Verb(
                        "down",
                        "[FOLDER]",
                        0,
                        1,
                        "stop the fleet",
                        List.of(flag("--force", "do not wait for requests in flight"), FLEET),
                        acts::down)
                .withExamples(
                        "muster down                    # once requests in flight are answered");
    }

    private static Verb ps(ReadVerbs reads) {
        return new Verb(
                        "ps",
                        "",
                        0,
                        0,
                        "the services and how they are",
                        List.of(JSON, FLEET),
                        reads::ps)
                .withExamples("muster ps --json               # for a script");
    }

    private static Verb logs(ReadVerbs reads) {
        return new Verb(
                        "logs",
                        "[SVC]",
                        0,
                        1,
                        "what services, or one service or replica, wrote",
                        List.of(
                                flag("--follow", "-f", "go on as more is written"),
                                valued(
                                        "--grep",
                                        "TEXT",
                                        "only lines that hold this text, in any case"),
                                valued(
                                        "--level",
                                        "LEVEL",
                                        "only lines this bad or worse: trace, debug, info,"
                                                + " warn, error"),
                                valued(
                                        "--since",
                                        "TIME",
                                        "only lines since then: 90s, 5m, 2h, or"
                                                + " 2026-11-01T12:00:00Z"),
                                valued(
                                        "--limit",
                                        "N",
                                        "at most this many of the newest lines (200)"),
                                JSON,
                                FLEET),
                        reads::logs)
                .withExamples(
                        "muster logs -f orders          # as they are written",
                        "muster logs --level warn --since 5m",
                        "muster logs orders-2 --grep timeout");
    }

    private static Verb explain(ReadVerbs reads) {
        return new Verb(
                        "explain",
                        "SVC",
                        1,
                        1,
                        "why a service is as it is",
                        List.of(JSON, FLEET),
                        reads::explain)
                .withExamples("muster explain orders");
    }

    private static Verb events(ReadVerbs reads) {
        return new Verb(
                        "events",
                        "",
                        0,
                        0,
                        "what happened, newest first",
                        List.of(valued("--limit", "N", "at most this many (50)"), JSON, FLEET),
                        reads::events)
                .withExamples("muster events --limit 10");
    }

    private static Verb scale(ActVerbs acts) {
        return new Verb(
                        "scale",
                        "SVC N",
                        2,
                        2,
                        "run N replicas of a service",
                        List.of(JSON, FLEET),
                        acts::scale)
                .withExamples("muster scale orders 3");
    }

    private static Verb restart(ActVerbs acts) {
        return new Verb(
                        "restart",
                        "SVC",
                        1,
                        1,
                        "build what changed, then replace the replicas",
                        List.of(JSON, FLEET),
                        acts::restart)
                .withExamples("muster restart orders          # after an edit");
    }

    private static Verb open(ActVerbs acts) {
        return new Verb(
                        "open",
                        "",
                        0,
                        0,
                        "open the dashboard in a browser",
                        List.of(FLEET),
                        acts::open)
                .withExamples("muster open");
    }

    private static Verb check(CheckVerb check) {
        return new Verb(
                        "check",
                        "[FOLDER]",
                        0,
                        1,
                        "say whether a fleet file is right",
                        List.of(JSON, FLEET),
                        check::check)
                .withExamples(
                        "muster check                   # before a commit", "muster check --json");
    }
}
