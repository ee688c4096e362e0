package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Filter;
import dev.muster.http.Headers;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.http.Scope;
import dev.muster.http.ServerObserver.Served;
import dev.muster.telemetry.Span.Kind;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What a sink is told of. */
final class TracerTest implements SpanSink {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:10Z");
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final List<Span> spans = new ArrayList<>();
    private long nanos;
    private boolean isOn = true;
    private final Tracer tracer = new Tracer(this, InstantSource.fixed(NOW), () -> nanos);

    @Test
    void tellsOfACallAsAChildOfWhatCalled() throws Exception {
        var parent = TraceContext.root();
        var call =
                Filter.pipeline(
                        request -> {
                            nanos += Duration.ofMillis(20).toNanos();
                            return Response.of(204);
                        },
                        tracer.client("catalog"));

        parent.call(() -> call.handle(Request.get("/")));

        var span = spans.getFirst();
        assertThat(span.kind()).isEqualTo(Kind.CLIENT);
        assertThat(span.name()).isEqualTo("catalog");
        assertThat(span.context().traceId()).isEqualTo(parent.traceId());
        assertThat(span.context().parentId()).isEqualTo(parent.spanId());
        assertThat(span.took()).isEqualTo(Duration.ofMillis(20));
        assertThat(span.began()).isEqualTo(NOW.minusMillis(20));
        assertThat(span.status()).isEqualTo(204);
        assertThat(span.error()).isEmpty();
    }

    @Test
    void tellsOfACallThatFailed() {
        var call =
                Filter.pipeline(
                        _ -> {
                            throw new IOException("gone");
                        },
                        tracer.client("catalog"));

        assertThatThrownBy(() -> call.handle(Request.get("/"))).hasMessage("gone");

        assertThat(spans.getFirst().status()).isZero();
        assertThat(spans.getFirst().error()).isEqualTo("IOException");
    }

    @Test
    void tellsOfACallThatAnErrorOfTheProgramEnded() {
        var call =
                Filter.pipeline(
                        _ -> {
                            throw new StackOverflowError();
                        },
                        tracer.client("catalog"));

        assertThatThrownBy(() -> call.handle(Request.get("/")))
                .isInstanceOf(StackOverflowError.class);

        assertThat(spans.getFirst().error()).isEqualTo("StackOverflowError");
    }

    @Test
    void beginsATraceWithACallThatNothingCalledFor() throws Exception {
        var sent = new ArrayList<String>();
        var call =
                Filter.pipeline(
                        request -> {
                            sent.addAll(request.headers().all("traceparent"));
                            return Response.of(200);
                        },
                        tracer.client("catalog"));

        var _ = call.handle(Request.get("/").withHeader("traceparent", "forged"));

        var context = spans.getFirst().context();
        assertThat(context.parentId()).isEmpty();
        assertThat(sent).containsExactly(context.traceparent());
    }

    @Test
    void namesTheTraceOfARequestThatIsRefusedBeforeItBegins() {
        var observer = tracer.server();
        var headers = Headers.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");

        assertThat(observer.traceId(headers)).isEqualTo(TRACE);
        assertThat(observer.traceId(Headers.empty())).matches("[0-9a-f]{32}");
        assertThat(observer.traceId(observer.begin(headers, Scope.current()))).isEqualTo(TRACE);
        assertThat(observer.traceId(Scope.current())).isEmpty();
    }

    @Test
    void tellsNobodyOfARequestThatHasNoTrace() {
        var ended =
                new Served(
                        Scope.current(),
                        "GET",
                        "/",
                        "/",
                        200,
                        Duration.ZERO,
                        Duration.ZERO,
                        false,
                        "");

        tracer.server().ended(ended);

        assertThat(spans).isEmpty();
    }

    @Test
    void tellsOfARequestAsAChildOfItsSenders() {
        serve();

        var span = spans.getFirst();
        assertThat(span.kind()).isEqualTo(Kind.SERVER);
        assertThat(span.name()).isEqualTo("_OTHER /orders/{id}");
        assertThat(span.context().traceId()).isEqualTo(TRACE);
        assertThat(span.context().parentId()).isEqualTo("00f067aa0ba902b7");
        assertThat(span.took()).isEqualTo(Duration.ofMillis(30));
        assertThat(span.status()).isEqualTo(200);
    }

    @Test
    void makesNoSpanWhereNoneIsWanted() {
        isOn = false;

        serve();

        assertThat(spans).isEmpty();
    }

    private void serve() {
        var observer = tracer.server();
        var headers = Headers.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
        var scope = observer.begin(headers, Scope.current());
        observer.ended(
                new Served(
                        scope,
                        "BREW",
                        "/orders/7",
                        "/orders/{id}",
                        200,
                        Duration.ofMillis(10),
                        Duration.ofMillis(30),
                        false,
                        ""));
    }

    @Override
    public boolean isOn() {
        return isOn;
    }

    @Override
    public void ended(Span span) {
        spans.add(span);
    }
}
