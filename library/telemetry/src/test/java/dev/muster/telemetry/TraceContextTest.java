package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.Headers;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.http.Scope;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @Test
    void readsWhatItWrites() {
        var context = TraceContext.root();
        var read = TraceContext.parse(context.traceparent()).orElseThrow();
        assertThat(read.traceId()).isEqualTo(context.traceId());
        assertThat(read.spanId()).isEqualTo(context.spanId());
        assertThat(read.sampled()).isTrue();
    }

    @Test
    void readsALaterVersionWithMoreFields() {
        assertThat(TraceContext.parse("01-" + TRACE + "-00f067aa0ba902b7-00-more"))
                .hasValueSatisfying(context -> assertThat(context.sampled()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
            })
    void takesNothingFromAMalformedHeader(String header) {
        assertThat(TraceContext.parse(header)).isEmpty();
    }

    @Test
    void aServersSpanIsAChildOfTheCallersAndItsCallsAreChildrenOfThat() throws Exception {
        Handler peer =
                call -> {
                    var sent = TraceContext.parse(call.header("traceparent").orElseThrow());
                    var here = TraceContext.current().orElseThrow();
                    assertThat(here.traceId()).isEqualTo(TRACE);
                    assertThat(here.parentId()).isEqualTo("00f067aa0ba902b7");
                    assertThat(sent.orElseThrow().traceId()).isEqualTo(TRACE);
                    assertThat(sent.orElseThrow().spanId()).isNotEqualTo(here.spanId());
                    return Response.of(204);
                };
        var request = Request.get("/").withHeader("traceparent", SENT);
        var scope = Tracer.silent().server().begin(request.headers(), Scope.current());
        var calling = Filter.pipeline(peer, Tracer.silent().client("peer"));
        Response response = scope.call(() -> calling.handle(request));
        assertThat(response.status()).isEqualTo(204);
        assertThat(TraceContext.current()).isEmpty();
    }

    @Test
    void keepsNothingOfATraceThatIsMalformedOrNamedTwiceButTheBaggage() {
        for (var sent :
                List.of(
                        Headers.of("traceparent", "00-nonsense"),
                        Headers.of("traceparent", SENT, "traceparent", SENT),
                        Headers.empty())) {
            var context =
                    TraceContext.received(sent.and("tracestate", "a=1").and("baggage", "user=ann"));

            assertThat(context.traceId()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
            assertThat(context.parentId()).isEmpty();
            assertThat(context.state()).isEmpty();
            assertThat(context.baggage()).isEqualTo("user=ann");
        }
    }

    @Test
    void hasIdsThatNothingElseHas() {
        var ids = new HashSet<String>();
        var root = TraceContext.root();
        for (int i = 0; i < 1_000; i++) {
            ids.add(TraceContext.root().traceId());
            ids.add(TraceContext.root().spanId());
            ids.add(root.child().spanId());
        }

        assertThat(ids).hasSize(3_000).allMatch(id -> id.matches("([0-9a-f]{16}){1,2}"));
        assertThat(root.child().traceId()).isEqualTo(root.traceId());
        assertThat(root.child().parentId()).isEqualTo(root.spanId());
    }

    @Test
    void isThatOfTheThreadWhileItsWorkRuns() {
        var outer = TraceContext.root();
        var inner = outer.child();

        outer.call(
                () -> {
                    assertThat(inner.call(TraceContext::current)).hasValue(inner);
                    assertThat(TraceContext.current()).hasValue(outer);
                    return true;
                });
        assertThat(TraceContext.current()).isEmpty();
    }

    @Test
    void keepsTheFlagsItKnowsAndNoOthers() {
        assertThat(TraceContext.parse("00-" + TRACE + "-00f067aa0ba902b7-ff"))
                .hasValueSatisfying(context -> assertThat(context.traceparent()).endsWith("-03"));
        assertThat(TraceContext.parse("00-" + TRACE + "-00f067aa0ba902b7-02"))
                .hasValueSatisfying(
                        context -> assertThat(context.child().traceparent()).endsWith("-02"));
    }

    @Test
    void passesBaggageOnWithinTheBoundsOfTheStandard() {
        var one = "k=" + "v".repeat(1000);
        var lines = new ArrayList<String>();
        lines.add("user=ann;role=guest , no member,, tenant=7");
        for (int i = 0; i < 9; i++) {
            lines.add(one);
        }
        var combined = Baggage.combined(lines);
        assertThat(combined).startsWith("user=ann;role=guest,tenant=7,k=");
        assertThat(combined.length()).isBetween(7_000, 8192);
        assertThat(Baggage.combined(List.of("a=1,".repeat(500))).split(",")).hasSize(180);
    }

    @Test
    void leavesTheBaggageThatACallHasOfItsOwn() {
        var sent = Headers.of("baggage", "user=ann", "traceparent", SENT, "tracestate", "a=1");
        var context = TraceContext.received(sent);
        assertThat(context.onto(Headers.of("baggage", "user=bea")).all("baggage"))
                .containsExactly("user=bea");
        var headers = context.onto(Headers.of("tracestate", "forged=1"));
        assertThat(headers.all("tracestate")).containsExactly("a=1");
        assertThat(headers.all("baggage")).containsExactly("user=ann");
        assertThat(headers.all("traceparent")).hasSize(1);
    }
}
