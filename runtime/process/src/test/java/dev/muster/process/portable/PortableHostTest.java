package dev.muster.process.portable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.process.HostContract;

import org.junit.jupiter.api.Test;

import java.io.IOException;

final class PortableHostTest extends HostContract {
    private final PortableHost host = new PortableHost();

    PortableHostTest() {
        super(new PortableHost());
    }

    @Test
    void guessesNothingThatItIsNotTold() throws IOException {
        var sleep = start("sleep", "600");

        var entry = host.process(sleep.pid()).orElseThrow();

        assertThat(entry.group()).isEmpty();
        assertThat(entry.session()).isEmpty();
        assertThat(entry.residentBytes()).isEmpty();
        assertThat(host.environment(sleep.pid())).isEmpty();
        assertThat(host.seesMarks()).isFalse();
        assertThat(host.seesSessions()).isFalse();
    }
}
