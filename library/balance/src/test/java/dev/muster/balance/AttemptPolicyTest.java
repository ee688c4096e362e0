package dev.muster.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.balance.AttemptAction.Cancel;
import dev.muster.balance.AttemptAction.Examine;
import dev.muster.balance.AttemptAction.GiveUp;
import dev.muster.balance.AttemptAction.Judge;
import dev.muster.balance.AttemptAction.PassOn;
import dev.muster.balance.AttemptAction.Start;
import dev.muster.balance.AttemptEvent.Answered;
import dev.muster.balance.AttemptEvent.Examined;
import dev.muster.balance.AttemptEvent.Expired;
import dev.muster.balance.AttemptEvent.Failed;
import dev.muster.balance.AttemptEvent.Late;
import dev.muster.balance.AttemptEvent.Lost;
import dev.muster.balance.AttemptEvent.Malformed;
import dev.muster.balance.AttemptEvent.NotStarted;
import dev.muster.balance.AttemptEvent.Stalled;
import dev.muster.balance.AttemptEvent.Unsent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Every method, cause and answer. A line is a request, what happens to it (the number says to which
 * attempt), and every action that follows.
 *
 * <p>{@code lost} is a fresh connection with the whole request sent, {@code stale} one that had
 * been used before, {@code partly} one on which the request was not sent whole.
 */
class AttemptPolicyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET     | 200-0                       | pass-0
                    GET     | 404-0                       | pass-0
                    GET     | 501-0                       | pass-0
                    DELETE  | 404-0                       | pass-0
                    PUT     | 412-0                       | pass-0
                    POST    | 201-0                       | pass-0
                    PUT     | stalled-0 404-0             | pass-0
                    """)
    void passesTheFirstAnswerOnThatIsNoServerError(String request, String events, String actions) {
        assertThat(run(request, events)).isEqualTo(actions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "PUT+body", "DELETE", "POST", "PATCH"})
    void sendsWhatReachedNobodyElsewhereWhateverItIs(String request) {
        assertThat(run(request, "unsent-0 200-1")).isEqualTo("start-1:unreachable pass-1");
        assertThat(run(request, "unsent-0 unsent-1 unsent-2"))
                .isEqualTo("start-1:unreachable start-2:unreachable give-up-2:unreachable");
        assertThat(run(request, "unsent-0 nowhere-1"))
                .isEqualTo("start-1:unreachable give-up-0:unreachable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET       | lost-0 killed-0 200-1     | ask-0 start-1:broken judge-0:outdone pass-1
                    GET       | lost-0 killed-0 404-1     | ask-0 start-1:broken judge-0:outdone pass-1
                    GET       | lost-0 runs-0 200-1       | ask-0 start-1:broken judge-0:outdone pass-1
                    GET       | lost-0 unknown-0 200-1    | ask-0 start-1:broken judge-0:outdone pass-1
                    GET       | stale-0 runs-0 200-1      | ask-0 start-1:stale pass-1
                    GET       | stale-0 unknown-0 200-1   | ask-0 start-1:stale judge-0:outdone pass-1
                    GET       | stale-0 killed-0 200-1    | ask-0 start-1:broken judge-0:outdone pass-1
                    GET+body  | lost-0 killed-0 200-1     | ask-0 start-1:broken judge-0:outdone pass-1
                    GET+body  | lost-0 unknown-0          | ask-0 judge-0:alone give-up-0:lost
                    HEAD      | lost-0 unknown-0 200-1    | ask-0 start-1:broken judge-0:outdone pass-1
                    PUT+body  | lost-0 killed-0 200-1     | ask-0 start-1:broken judge-0:outdone pass-1
                    PUT+body  | lost-0 runs-0 303-1       | ask-0 start-1:broken judge-0:outdone pass-1
                    PUT+body  | lost-0 unknown-0          | ask-0 judge-0:alone give-up-0:lost:perhaps-done
                    DELETE    | lost-0 unknown-0          | ask-0 judge-0:alone give-up-0:lost:perhaps-done
                    PUT+body  | partly-0 exited-0 200-1   | ask-0 start-1:broken judge-0:outdone pass-1
                    POST      | lost-0                    | judge-0:alone give-up-0:lost:perhaps-done
                    PATCH     | stale-0                   | judge-0:alone give-up-0:lost:perhaps-done
                    GET       | lost-0 killed-0 lost-1    | ask-0 start-1:broken judge-0:excused judge-1:excused give-up-1:lost
                    GET       | lost-0 killed-0 nowhere-1 | ask-0 start-1:broken judge-0:alone give-up-0:lost
                    GET       | lost-0 killed-0 unsent-1 200-2 | ask-0 start-1:broken start-2:unreachable judge-0:outdone pass-2
                    PUT       | garbage-0 200-1           | start-1:broken judge-0:outdone pass-1
                    POST      | garbage-0                 | judge-0:alone give-up-0:malformed:perhaps-done
                    GET       | garbage-0 garbage-1       | start-1:broken judge-0:excused judge-1:excused give-up-1:malformed
                    GET       | late-0                    | give-up-0:late
                    PUT       | late-0                    | give-up-0:late:perhaps-done
                    POST      | failed-0                  | give-up-0:ours
                    """)
    void sendsOnceMoreWhatMayBeExecutedTwice(String request, String events, String actions) {
        assertThat(run(request, events)).isEqualTo(actions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "GET+body", "HEAD", "PUT", "DELETE", "PUT+hedged"})
    void neverSendsAgainWhatItsReplicaEndedUnder(String request) {
        var perhaps =
                request.startsWith("GET") || request.startsWith("HEAD") ? "" : ":perhaps-done";
        for (var cause : List.of("lost-0", "stale-0")) {
            assertThat(run(request, cause + " exited-0"))
                    .isEqualTo("ask-0 judge-0:alone give-up-0:ended_its_replica" + perhaps);
        }
    }

    @Test
    void makesNoThirdAttemptAtARequestThatEndedOneOfTwoReplicas() {
        assertThat(run("GET", "stalled-0 lost-0 lost-1"))
                .isEqualTo("start-1:stalled judge-0:excused judge-1:excused give-up-1:lost");
        assertThat(run("GET", "lost-0 killed-0 lost-1"))
                .endsWith("judge-0:excused judge-1:excused give-up-1:lost");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 401 403 404 405 409 410 412 415 422 423 428 429 | DELETE PUT PUT+body
                    """)
    void neverPassesOnWhatMayBeTheTraceOfTheRequestsOwnSuccess(String statuses, String requests) {
        for (var request : requests.split(" ")) {
            for (var status : statuses.split(" ")) {
                assertThat(run(request, "lost-0 killed-0 " + status + "-1"))
                        .isEqualTo(
                                "ask-0 start-1:broken judge-0:outdone cancel-1"
                                        + " give-up-1:trace_of_itself:perhaps-done");
                assertThat(run(request, "garbage-0 " + status + "-1"))
                        .endsWith("give-up-1:trace_of_itself:perhaps-done");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET         | stalled-0 200-1                 | start-1:stalled cancel-0 pass-1
                    GET         | stalled-0 404-1                 | start-1:stalled cancel-0 pass-1
                    GET         | stalled-0 200-0                 | start-1:stalled cancel-1 pass-0
                    GET         | stalled-0 nowhere-1 200-0       | start-1:stalled pass-0
                    GET         | stalled-0 stalled-1 200-1       | start-1:stalled cancel-0 pass-1
                    GET         | stalled-0 lost-1 200-0          | start-1:stalled judge-1:outdone pass-0
                    PUT         | stalled-0 200-0                 | pass-0
                    DELETE      | stalled-0 late-0                | give-up-0:late:perhaps-done
                    POST+hedged | stalled-0 200-0                 | pass-0
                    PUT+hedged  | stalled-0 200-1                 | start-1:stalled cancel-0 pass-1
                    PUT+hedged  | stalled-0 412-1 200-0           | start-1:stalled cancel-1 pass-0
                    PUT+hedged  | stalled-0 412-0 200-1           | start-1:stalled cancel-0 pass-1
                    PUT+hedged  | stalled-0 404-1 404-0           | start-1:stalled cancel-1 pass-0
                    PUT+hedged  | stalled-0 404-1 late-0          | start-1:stalled cancel-1 give-up-1:trace_of_itself:perhaps-done
                    PUT+hedged  | stalled-0 404-1 expired         | start-1:stalled cancel-1 give-up-1:trace_of_itself:perhaps-done
                    """)
    void sendsBesideOneThatHasStalledWhatIsSafeOrMayBe(
            String request, String events, String actions) {
        assertThat(run(request, events)).isEqualTo(actions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET  | 500-0 200-1           | start-1:server_error judge-0:outdone cancel-0 pass-1
                    GET  | 503-0 404-1           | start-1:server_error judge-0:outdone cancel-0 pass-1
                    GET  | 500-0 502-1           | start-1:server_error judge-0:excused cancel-0 judge-1:excused pass-1
                    GET  | 500-0 unsent-1 unsent-2 | start-1:server_error start-2:unreachable judge-0:alone pass-0
                    GET  | 500-0 late-1          | start-1:server_error judge-0:alone pass-0
                    GET  | 500-0 lost-1          | start-1:server_error judge-0:excused judge-1:excused pass-0
                    GET  | 500-0 garbage-1       | start-1:server_error judge-0:excused judge-1:excused pass-0
                    GET  | 500-0 stalled-1       | start-1:server_error judge-0:alone cancel-1 pass-0
                    GET  | 500-0 expired         | start-1:server_error judge-0:alone pass-0
                    GET  | 500-0 nowhere-1       | start-1:server_error judge-0:alone pass-0
                    GET  | stalled-0 500-1       | start-1:stalled cancel-0 judge-1:alone pass-1
                    GET  | stalled-0 500-0 200-1 | start-1:stalled judge-0:outdone cancel-0 pass-1
                    PUT  | 500-0 200-1           | start-1:server_error judge-0:outdone cancel-0 pass-1
                    PUT  | 500-0 404-1           | start-1:server_error judge-0:alone cancel-1 pass-0
                    PUT  | lost-0 killed-0 500-1 | ask-0 start-1:broken judge-0:excused judge-1:excused pass-1
                    POST | 500-0                 | judge-0:alone pass-0
                    POST | stalled-0 503-0       | judge-0:alone pass-0
                    """)
    void passesAServersOwnErrorOnWhenNothingBetterComes(
            String request, String events, String actions) {
        assertThat(run(request, events)).isEqualTo(actions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET  | expired                | give-up-0:late
                    POST | expired                | give-up-0:late:perhaps-done
                    GET  | lost-0 expired         | ask-0 give-up-0:late
                    GET  | stalled-0 expired      | start-1:stalled give-up-1:late
                    """)
    void givesUpWhenTheCallersTimeIsOver(String request, String events, String actions) {
        assertThat(run(request, events)).isEqualTo(actions);
    }

    /** Whatever happens, in whatever order: the bounds hold, and each request ends once. */
    @Test
    void staysWithinItsBoundsWhateverHappens() {
        var chance = new SplittableRandom(1);
        var requests = List.of("GET", "GET+body", "PUT", "PUT+hedged", "DELETE", "POST");
        for (int round = 0; round < 20_000; round++) {
            var request = requests.get(chance.nextInt(requests.size()));
            var script = new Script(request);
            for (int i = 0; i < 40 && !script.over; i++) {
                script.happen(anyEvent(script, chance));
            }
            script.happen(new Expired());
            assertThat(script.over).isTrue();
            long repeats = script.starts.stream().filter(s -> !s.equals("unreachable")).count();
            assertThat(repeats).isLessThanOrEqualTo(request.equals("POST") ? 0 : 1);
            assertThat(script.attempts.phases().size()).isLessThanOrEqualTo(3);
        }
    }

    private static AttemptEvent anyEvent(Script script, SplittableRandom chance) {
        int n = chance.nextInt(script.attempts.phases().size());
        var phase = script.attempts.phases().get(n);
        if (phase == Attempts.Phase.EXAMINED) {
            return new Examined(n, List.of(EndpointEnd.values()).get(chance.nextInt(4)));
        }
        if (!phase.isLive()) {
            return new Stalled(n);
        }
        return switch (chance.nextInt(8)) {
            case 0 -> new Unsent(n);
            case 1 -> new Lost(n, chance.nextBoolean(), chance.nextBoolean());
            case 2 -> new Malformed(n);
            case 3 -> new Late(n);
            case 4 -> new Stalled(n);
            case 5 -> new Answered(n, 404);
            case 6 -> new Answered(n, 500);
            default -> new Answered(n, 200);
        };
    }

    private static String run(String request, String events) {
        var script = new Script(request);
        for (var event : events.split(" ")) {
            assertThat(script.over).as("before " + event).isFalse();
            script.happen(event(event));
        }
        return String.join(" ", script.done);
    }

    private static AttemptEvent event(String text) {
        var parts = text.split("-");
        int n = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        return switch (parts[0]) {
            case "unsent" -> new Unsent(n);
            case "lost" -> new Lost(n, false, true);
            case "stale" -> new Lost(n, true, true);
            case "partly" -> new Lost(n, false, false);
            case "garbage" -> new Malformed(n);
            case "late" -> new Late(n);
            case "failed" -> new Failed(n);
            case "stalled" -> new Stalled(n);
            case "nowhere" -> new NotStarted(n);
            case "expired" -> new Expired();
            case "runs", "killed", "exited", "unknown" ->
                    new Examined(n, EndpointEnd.valueOf(parts[0].toUpperCase(Locale.ROOT)));
            default -> new Answered(n, Integer.parseInt(parts[0]));
        };
    }

    /** A request under way, and what was done about it. */
    private static final class Script {
        private Attempts attempts;
        private boolean over;
        private final List<String> done = new ArrayList<>();
        private final List<String> starts = new ArrayList<>();

        Script(String request) {
            var method = request.split("\\+")[0];
            attempts =
                    Attempts.first(
                            RequestTraits.of(
                                    method,
                                    request.contains("+body"),
                                    request.contains("+hedged")));
        }

        void happen(AttemptEvent event) {
            if (over) {
                return;
            }
            var step = AttemptPolicy.next(attempts, event);
            over = step.over();
            attempts = over ? attempts : step.attempts();
            step.actions().forEach(action -> done.add(text(action)));
        }

        private String text(AttemptAction action) {
            return switch (action) {
                case Start(int n, var reason) -> {
                    starts.add(lower(reason));
                    yield "start-" + n + ":" + lower(reason);
                }
                case Examine(int n) -> "ask-" + n;
                case Cancel(int n) -> "cancel-" + n;
                case Judge(int n, var judgement) -> "judge-" + n + ":" + lower(judgement);
                case PassOn(int n) -> "pass-" + n;
                case GiveUp(int n, var verdict, boolean perhapsDone) ->
                        "give-up-"
                                + n
                                + ":"
                                + lower(verdict)
                                + (perhapsDone ? ":perhaps-done" : "");
            };
        }

        private static String lower(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT);
        }
    }
}
