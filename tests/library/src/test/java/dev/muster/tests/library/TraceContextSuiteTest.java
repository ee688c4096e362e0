package dev.muster.tests.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.http.Headers;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.service.RunningService;
import dev.muster.service.Service;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The W3C's own suite for Trace Context (github.com/w3c/trace-context, test/test.py, at its strict
 * level and with level 2): its 41 cases under their names, in its order. A service is called and
 * calls another, and what that one receives is looked at.
 */
@Timeout(120)
class TraceContextSuiteTest {
    private static final String TRACE = "12345678901234567890123456789012";
    private static final String PARENT = "1234567890123456";
    private static final String SAMPLED = "traceparent: 00-" + TRACE + "-" + PARENT + "-01";
    private static final String PLAIN = "traceparent: 00-" + TRACE + "-" + PARENT + "-00";

    private static final LinkedBlockingQueue<Headers> RECEIVED = new LinkedBlockingQueue<>();
    private static final RunningService HARNESS =
            Service.create(
                            "harness",
                            s ->
                                    s.get(
                                            "/callback",
                                            request -> {
                                                RECEIVED.add(request.headers());
                                                return "heard";
                                            }))
                    .start(Map.of("PORT", "0"));
    private static final RunningService SERVICE =
            Service.create(
                            "service",
                            s -> {
                                var harness = s.client("harness");
                                s.get(
                                        "/calls/{count}",
                                        request -> {
                                            int count = request.param("count", int.class);
                                            for (int i = 0; i < count; i++) {
                                                harness.handle(Request.get("/callback"));
                                            }
                                            return Response.of(204);
                                        });
                            })
                    .start(
                            Map.of(
                                    "PORT",
                                    "0",
                                    "HARNESS_URL",
                                    "http://127.0.0.1:" + HARNESS.port()));

    /** What the service says to whom it calls. */
    private record Sent(String version, String trace, String parent, int flags, String state) {
        Map<String, String> members() {
            var members = new LinkedHashMap<String, String>();
            for (var member : state.split(",")) {
                int equals = member.indexOf('=');
                if (equals > 0) {
                    members.putIfAbsent(
                            member.substring(0, equals).strip(), member.substring(equals + 1));
                }
            }
            return members;
        }
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
        HARNESS.close();
    }

    @BeforeEach
    void forget() {
        RECEIVED.clear();
    }

    @Test
    void bothTraceparentAndTracestateMissing() throws Exception {
        assertThat(send().trace()).isNotEqualTo(TRACE);
    }

    @Test
    void traceparentIncludedTracestateMissing() throws Exception {
        var sent = send(SAMPLED);
        assertThat(sent.trace()).isEqualTo(TRACE);
        assertThat(sent.parent()).isNotEqualTo(PARENT);
    }

    @Test
    void traceparentDuplicated() throws Exception {
        var other = TRACE.replaceFirst("2$", "1");
        assertThat(send("traceparent: 00-" + other + "-" + PARENT + "-01", SAMPLED).trace())
                .isNotIn(TRACE, other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace-parent", "trace.parent"})
    void traceparentHeaderName(String name) throws Exception {
        assertNewTrace(SAMPLED.replace("traceparent", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TraceParent", "TrAcEpArEnT", "TRACEPARENT"})
    void traceparentHeaderNameValidCasing(String name) throws Exception {
        assertSameTrace(SAMPLED.replace("traceparent", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "-what-the-future-will-be-like"})
    void traceparentVersion0x00(String more) throws Exception {
        assertNewTrace(SAMPLED + more);
    }

    @Test
    void traceparentVersion0xcc() throws Exception {
        var future = SAMPLED.replace(": 00", ": cc");
        assertSameTrace(future);
        assertSameTrace(future + "-what-the-future-will-be-like");
        assertNewTrace(future + ".what-the-future-will-be-like");
    }

    @Test
    void traceparentVersion0xff() throws Exception {
        assertNewTrace(SAMPLED.replace(": 00", ": ff"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".0", "0."})
    void traceparentVersionIllegalCharacters(String version) throws Exception {
        assertNewTrace(SAMPLED.replace(": 00", ": " + version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "0000"})
    void traceparentVersionTooLong(String version) throws Exception {
        assertNewTrace(SAMPLED.replace(": 00", ": " + version));
    }

    @Test
    void traceparentVersionTooShort() throws Exception {
        assertNewTrace(SAMPLED.replace(": 00", ": 0"));
    }

    @Test
    void traceparentTraceIdAllZero() throws Exception {
        assertNewTrace(SAMPLED.replace(TRACE, "0".repeat(32)));
    }

    @ParameterizedTest
    @ValueSource(strings = {".2345678901234567890123456789012", "1234567890123456789012345678901."})
    void traceparentTraceIdIllegalCharacters(String trace) throws Exception {
        assertNewTrace(SAMPLED.replace(TRACE, trace));
    }

    @Test
    void traceparentTraceIdTooLong() throws Exception {
        assertThat(send(SAMPLED.replace(TRACE, TRACE + "3")).trace())
                .isNotIn(TRACE, (TRACE + "3").substring(1));
    }

    @Test
    void traceparentTraceIdTooShort() throws Exception {
        assertNewTrace(SAMPLED.replace(TRACE, TRACE.substring(0, 31)));
    }

    @Test
    void traceparentParentIdAllZero() throws Exception {
        assertNewTrace(SAMPLED.replace("-" + PARENT + "-", "-" + "0".repeat(16) + "-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".234567890123456", "123456789012345."})
    void traceparentParentIdIllegalCharacters(String parent) throws Exception {
        assertNewTrace(SAMPLED.replace("-" + PARENT + "-", "-" + parent + "-"));
    }

    @Test
    void traceparentParentIdTooLong() throws Exception {
        assertNewTrace(SAMPLED.replace("-" + PARENT + "-", "-" + PARENT + "7-"));
    }

    @Test
    void traceparentParentIdTooShort() throws Exception {
        assertNewTrace(SAMPLED.replace("-" + PARENT + "-", "-123456789012345-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".0", "0."})
    void traceparentTraceFlagsIllegalCharacters(String flags) throws Exception {
        assertNewTrace(SAMPLED.replaceFirst("01$", flags));
    }

    @Test
    void traceparentTraceFlagsTooLong() throws Exception {
        assertNewTrace(SAMPLED.replaceFirst("01$", "001"));
    }

    @Test
    void traceparentTraceFlagsTooShort() throws Exception {
        assertNewTrace(SAMPLED.replaceFirst("01$", "1"));
    }

    @Test
    void traceparentOwsHandling() throws Exception {
        var value = SAMPLED.substring("traceparent: ".length());
        for (var line : List.of(" V", "\tV", "V ", "V\t", "\t V \t")) {
            assertSameTrace("traceparent:" + line.replace("V", value));
        }
    }

    @Test
    void tracestateIncludedTraceparentMissing() throws Exception {
        assertThat(send("tracestate: foo=1").state()).isEmpty();
        assertThat(send("tracestate: foo=1,bar=2").state()).isEmpty();
    }

    @Test
    void tracestateIncludedTraceparentIncluded() throws Exception {
        var sent = send(PLAIN, "tracestate: foo=1,bar=2");
        assertThat(sent.trace()).isEqualTo(TRACE);
        assertThat(sent.members()).containsEntry("foo", "1").containsEntry("bar", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace-state", "trace.state"})
    void tracestateHeaderName(String name) throws Exception {
        assertThat(send(PLAIN, name + ": foo=1").members()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TraceState", "TrAcEsTaTe", "TRACESTATE"})
    void tracestateHeaderNameValidCasing(String name) throws Exception {
        assertThat(send(PLAIN, name + ": foo=1").members()).containsEntry("foo", "1");
    }

    @Test
    void tracestateEmptyHeader() throws Exception {
        assertSameTrace(PLAIN, "tracestate:");
        for (var lines :
                List.of(
                        new String[] {PLAIN, "tracestate: foo=1", "tracestate:"},
                        new String[] {PLAIN, "tracestate:", "tracestate: foo=1"})) {
            var sent = send(lines);
            assertThat(sent.trace()).isEqualTo(TRACE);
            assertThat(sent.members()).containsEntry("foo", "1");
        }
    }

    @Test
    void tracestateMultipleHeadersDifferentKeys() throws Exception {
        var sent =
                send(
                        PLAIN,
                        "tracestate: foo=1,bar=2",
                        "tracestate: rojo=1,congo=2",
                        "tracestate: baz=3");
        assertThat(sent.trace()).isEqualTo(TRACE);
        assertThat(sent.members().keySet()).containsExactly("foo", "bar", "rojo", "congo", "baz");
    }

    @Test
    void tracestateDuplicatedKeys() throws Exception {
        for (var lines :
                List.of(
                        new String[] {PLAIN, "tracestate: foo=1,foo=1"},
                        new String[] {PLAIN, "tracestate: foo=1,foo=2"},
                        new String[] {PLAIN, "tracestate: foo=1", "tracestate: foo=1"},
                        new String[] {PLAIN, "tracestate: foo=1", "tracestate: foo=2"})) {
            var sent = send(lines);
            assertThat(sent.trace()).isEqualTo(TRACE);
            assertThat(sent.state()).containsPattern("foo=[12]");
        }
    }

    @Test
    void tracestateAllAllowedCharacters() throws Exception {
        var key = "abcdefghijklmnopqrstuvwxyz0123456789_-*/";
        var value =
                IntStream.rangeClosed(' ', '~')
                        .filter(c -> c != ',' && c != '=')
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        for (var each : List.of(key, key + "@a-z0-9_-*/")) {
            assertThat(send(PLAIN, "tracestate: " + each + "=" + value).members())
                    .containsEntry(each, value);
        }
    }

    @Test
    void tracestateOwsHandling() throws Exception {
        for (var line :
                List.of(
                        " foo=1 \t , \t bar=2, \t baz=3",
                        " foo=1\t \t,\t \tbar=2,\t \tbaz=3",
                        "  foo=1",
                        "\tfoo=1",
                        "foo=1 ",
                        "foo=1\t",
                        "\t foo=1 \t")) {
            var sent = send(PLAIN, "tracestate:" + line);
            assertThat(sent.trace()).isEqualTo(TRACE);
            assertThat(sent.members()).containsEntry("foo", "1");
            if (line.contains("bar")) {
                assertThat(sent.members()).containsEntry("bar", "2").containsEntry("baz", "3");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo =1", "FOO=1", "foo.bar=1"})
    void tracestateKeyIllegalCharacters(String member) throws Exception {
        assertThat(send(PLAIN, "tracestate: " + member).members()).isEmpty();
    }

    @Test
    void tracestateKeyIllegalVendorFormat() throws Exception {
        for (var key : List.of("foo@", "foo@@bar", "foo@bar@baz")) {
            assertThat(send(PLAIN, "tracestate: " + key + "=1,bar=2").members())
                    .containsEntry(key, "1")
                    .containsEntry("bar", "2");
        }
        assertThat(send(PLAIN, "tracestate: @foo=1,bar=2").members()).isEmpty();
    }

    @Test
    void tracestateMemberCountLimit() throws Exception {
        var members = IntStream.rangeClosed(1, 32).mapToObj(i -> "bar%02d=%02d".formatted(i, i));
        var all = members.toList();
        var lines =
                List.of(
                        "tracestate: " + String.join(",", all.subList(0, 10)),
                        "tracestate: " + String.join(",", all.subList(10, 20)),
                        "tracestate: " + String.join(",", all.subList(20, 30)));
        var last = "tracestate: " + String.join(",", all.subList(30, 32));
        assertThat(send(PLAIN, lines.get(0), lines.get(1), lines.get(2), last).members())
                .containsEntry("bar01", "01")
                .hasSize(32);
        assertThat(
                        send(PLAIN, lines.get(0), lines.get(1), lines.get(2), last + ",bar33=33")
                                .members())
                .isEmpty();
    }

    @Test
    void tracestateKeyLengthLimit() throws Exception {
        for (var key :
                List.of(
                        "z".repeat(256),
                        "t".repeat(241) + "@" + "v".repeat(14),
                        "t".repeat(242) + "@v",
                        "t@" + "v".repeat(15))) {
            assertThat(send(PLAIN, "tracestate: foo=1", "tracestate: " + key + "=1").members())
                    .containsEntry("foo", "1")
                    .containsEntry(key, "1");
        }
        var tooLong = "tracestate: " + "z".repeat(257) + "=1";
        assertThat(send(PLAIN, "tracestate: foo=1", tooLong).members()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo=bar=baz", "foo=,bar=3"})
    void tracestateValueIllegalCharacters(String members) throws Exception {
        assertThat(send(PLAIN, "tracestate: " + members).members()).isEmpty();
    }

    @Test
    void multipleRequestsWithValidTraceparent() throws Exception {
        var sent = sendAll(3, SAMPLED);
        assertThat(sent).extracting(Sent::trace).containsOnly(TRACE);
        assertThat(sent).extracting(Sent::parent).doesNotHaveDuplicates();
    }

    @Test
    void multipleRequestsWithoutTraceparent() throws Exception {
        assertThat(sendAll(3)).extracting(Sent::parent).doesNotHaveDuplicates();
    }

    @Test
    void multipleRequestsWithIllegalTraceparent() throws Exception {
        var sent = sendAll(3, SAMPLED.replace(TRACE, "0".repeat(32)));
        assertThat(sent).extracting(Sent::trace).doesNotContain("0".repeat(32));
        assertThat(sent).extracting(Sent::parent).doesNotHaveDuplicates();
    }

    @Test
    void propagatesRandomFlag() throws Exception {
        var sent = send(SAMPLED.replaceFirst("01$", "02"));
        assertThat(sent.trace()).isEqualTo(TRACE);
        assertThat(sent.parent()).isNotEqualTo(PARENT);
        assertThat(sent.flags() & 2).isEqualTo(2);
    }

    /** Not of the suite: W3C Baggage, which travels beside the trace and with or without one. */
    @Test
    void passesBaggageOn() throws Exception {
        for (var lines :
                List.of(
                        new String[] {SAMPLED, "baggage: user=ann;role=guest", "baggage: a=%20b"},
                        new String[] {"baggage: user=ann;role=guest, a=%20b"})) {
            RECEIVED.clear();
            Wire.ask(SERVICE.port(), "GET", "/calls/1", lines);
            assertThat(RECEIVED.take().all("baggage"))
                    .containsExactly("user=ann;role=guest,a=%20b");
        }
    }

    private static void assertSameTrace(String... lines) throws Exception {
        assertThat(send(lines).trace()).isEqualTo(TRACE);
    }

    private static void assertNewTrace(String... lines) throws Exception {
        assertThat(send(lines).trace()).isNotEqualTo(TRACE).isNotEqualTo("0".repeat(32));
    }

    private static Sent send(String... lines) throws Exception {
        return sendAll(1, lines).getFirst();
    }

    /** What the service sends with each of its calls, which is well-formed in any case. */
    private static List<Sent> sendAll(int count, String... lines) throws IOException {
        var answer = Wire.ask(SERVICE.port(), "GET", "/calls/" + count, lines);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(RECEIVED).hasSize(count);
        var sent = RECEIVED.stream().map(TraceContextSuiteTest::sent).toList();
        RECEIVED.clear();
        return sent;
    }

    private static Sent sent(Headers headers) {
        assertThat(headers.all("traceparent"))
                .singleElement()
                .asString()
                .matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
        var parts = headers.only("traceparent").orElseThrow().split("-");
        return new Sent(
                parts[0],
                parts[1],
                parts[2],
                Integer.parseInt(parts[3], 16),
                String.join(",", headers.all("tracestate")));
    }
}
