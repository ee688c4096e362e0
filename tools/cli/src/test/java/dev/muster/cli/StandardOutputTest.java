package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

final class StandardOutputTest {

    /** A device that is there for this: whatever is written to it meets a full disk. */
    @Test
    void saysThatTheDiskIsFull() throws IOException {
        try (var full = new FileOutputStream("/dev/full")) {
            var output = new StandardOutput(full);
            new PrintStream(output, false, UTF_8).append("orders is ready\n").flush();

            assertThat(output.complaint())
                    .hasValue("The output could not be written: No space left on device");
        }
    }

    @Test
    void saysNothingOfAReaderThatHasLeft() {
        var output =
                new StandardOutput(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("Broken pipe");
                            }
                        });
        var out = new PrintStream(output, false, UTF_8);
        out.append("orders is ready\n").flush();

        assertThat(out.checkError()).isTrue();
        assertThat(output.complaint()).isEmpty();
    }

    @Test
    void saysNothingWhereAllIsWritten() {
        var written = new ByteArrayOutputStream();
        var output = new StandardOutput(written);
        new PrintStream(output, false, UTF_8).append("é").flush();

        assertThat(written.toString(UTF_8)).isEqualTo("é");
        assertThat(output.complaint()).isEmpty();
    }
}
