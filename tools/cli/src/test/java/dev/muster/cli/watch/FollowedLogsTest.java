package dev.muster.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.cli.terminal.LiveText;
import dev.muster.cli.terminal.SystemBackend;
import dev.muster.control.ControlClient;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** What is printed of logs that are followed. */
final class FollowedLogsTest {
    @Test
    void haveAllBeenPrintedOnceClosedEvenWhereTheConnectionFailsToClose() {
        var out = new ByteArrayOutputStream();
        var text = LiveText.plain(new PrintStream(out, true, UTF_8));

        var reply = new ControlClient.Reply(200, new EndsWhenClosed());
        new FollowedLogs(new SystemBackend(), reply, text).close();

        assertThat(out.toString(UTF_8)).isEqualTo("the last line\n");
    }

    /** Says one line when it is closed, which fails. */
    private static final class EndsWhenClosed extends FilterInputStream {
        private final CountDownLatch closed = new CountDownLatch(1);

        EndsWhenClosed() {
            super(new ByteArrayInputStream("the last line\n".getBytes(UTF_8)));
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            throw new IOException("the connection is gone");
        }
    }
}
