package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

class BodyTest {

    @Test
    void readsBytesInMemoryAnyNumberOfTimes() throws IOException {
        var body = Body.of("caf\u00e9");
        assertThat(body.length()).hasValue(5);
        assertThat(body.isRepeatable()).isTrue();
        for (int i = 0; i < 2; i++) {
            assertThat(body.text()).isEqualTo("caf\u00e9");
            assertThat(body.open()).hasContent("caf\u00e9");
            assertThat(written(body)).isEqualTo("caf\u00e9");
        }
    }

    @Test
    void anEmptyBodyHasALength() throws IOException {
        assertThat(Body.empty().length()).hasValue(0);
        assertThat(Body.of("")).isSameAs(Body.empty());
        assertThat(Body.empty().bytes()).isEmpty();
    }

    @Test
    void producesAStreamOnlyWhenItIsWritten() throws IOException {
        var produced = new AtomicInteger();
        var body =
                Body.streaming(
                        out -> {
                            produced.incrementAndGet();
                            out.write("tea".getBytes(StandardCharsets.UTF_8));
                        });
        assertThat(body.length()).isEmpty();
        assertThat(body.isRepeatable()).isFalse();
        body.discard();
        assertThat(produced).hasValue(0);
        assertThat(written(body)).isEqualTo("tea");
        assertThat(body.text()).isEqualTo("tea");
    }

    private static String written(Body body) throws IOException {
        var out = new ByteArrayOutputStream();
        body.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
