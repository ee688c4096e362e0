package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        var served = Handler.pipeline(peer, Tracing.server(), Tracing.client());
        var response = served.handle(Request.get("/").withHeader("traceparent", SENT));
        assertThat(response.status()).isEqualTo(204);
        assertThat(TraceContext.current()).isEmpty();
    }
}
