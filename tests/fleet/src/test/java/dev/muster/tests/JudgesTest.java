package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.Set;

/** The public probes of HTTP strictness, straight at the echo and through the gateway. */
@ExtendWith(WithShop.class)
class JudgesTest {
    /** Why stands in {@code tests/conformance/README.md}. */
    private static final Set<String> WAIVED =
            Set.of("MAL-NON-ASCII-URL", "MAL-URL-OVERLONG-UTF8", "MAL-POST-CL-HUGE-NO-BODY");

    private static final int SCORED = 119;

    private final Muster muster;

    JudgesTest(Shop shop) {
        this.muster = shop.muster();
    }

    @Test
    void findNothingUnexplained() throws Exception {
        Programs.need("python3");
        var echo = new Fleet(muster, muster.home().resolve("examples/echo"));
        echo.up().expect(0);
        try {
            assertStrict(probe(Fleet.port(echo.replica("echo-1"))));
            assertStrict(probe(echo.ports().gateway()));
        } finally {
            echo.down();
        }
    }

    private static void assertStrict(String verdict) {
        assertThat(verdict.lines().filter(line -> line.contains("FAIL")))
                .as(verdict)
                .allMatch(line -> WAIVED.stream().anyMatch(line::contains));
        assertThat(verdict).contains("'pass': " + (SCORED - WAIVED.size()));
    }

    private String probe(int port) throws Exception {
        var judges = muster.home().resolve("tests/conformance");
        return muster.start(
                        judges,
                        List.of(
                                "python3",
                                "http1_probes.py",
                                "http1_probes.json",
                                "127.0.0.1",
                                Integer.toString(port),
                                "--fails"))
                .await()
                .expect(0)
                .out();
    }
}
