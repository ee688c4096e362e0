package dev.muster.supervisor.probe;

import dev.muster.fleet.Cause;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the answer to a probe, as far as a probe needs it: the final head, which decides, and what
 * of the body comes soon. The body is read at all because a service that cannot send its answer
 * logs an error, and because it may say what is wrong; a stream that never ends is not waited for.
 */
final class ProbeAnswer {

    private static final int LONGEST_HEAD = 1 << 16;
    private static final int LONGEST_BODY = 1 << 16;
    private static final Duration BODY_WITHIN = Duration.ofMillis(200);
    private static final int TLS_ALERT = 0x15;
    private static final String PROTOCOL = "HTTP/1.";
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("(?m)^content-length: *(\\d{1,18}) *$");
    private static final Pattern CHUNKED =
            Pattern.compile("(?m)^transfer-encoding:(?:.*[ ,])?chunked *$");

    private static final Pattern CHUNK_SIZE = Pattern.compile("^([0-9a-fA-F]{1,8})\\b");

    private final String probe;
    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 12];
    private Deadline deadline;
    private int next;
    private int end;

    /**
     * @param status of the final answer
     * @param fields its other lines, in lower case
     */
    record Head(int status, String fields) {}

    /** The answer is no answer to a probe. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Cause.ProbeFailure why;

        Refused(Cause.ProbeFailure why) {
            super(why.code());
            this.why = why;
        }

        Cause.ProbeFailure why() {
            return why;
        }
    }

    /**
     * @param probe what is asked for
     * @param deadline until when the head must be there
     */
    ProbeAnswer(String probe, Socket socket, Deadline deadline) throws IOException {
        this.probe = probe;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.deadline = deadline;
    }

    /**
     * The head of the final answer: those that only say that it takes longer (1xx) are passed over.
     *
     * @throws Refused when what comes is no HTTP, or ends too early
     * @throws SocketTimeoutException when it does not come in time
     */
    Head head() throws IOException {
        int length = 0;
        while (true) {
            var head = new StringBuilder();
            String line = line(head, LONGEST_HEAD - length);
            Matcher answer = STATUS_LINE.matcher(line);
            if (!answer.matches()) {
                throw new Refused(new Cause.NotHttp(probe));
            }
            var fields = new StringBuilder();
            for (String field = line(head, LONGEST_HEAD - length);
                    !field.isEmpty();
                    field = line(head, LONGEST_HEAD - length)) {
                fields.append(field.toLowerCase(Locale.ROOT)).append('\n');
            }
            length += head.length();
            int status = Integer.parseInt(answer.group(1));
            if (status >= 200 || status == 101) {
                return new Head(status, fields.toString());
            }
        }
    }

    /** A line without its end; all that is read of the head is added to {@code head}. */
    private String line(StringBuilder head, int longest) throws IOException {
        int start = head.length();
        int read;
        while ((read = read()) >= 0) {
            head.append((char) read);
            if (head.length() <= PROTOCOL.length() && !PROTOCOL.startsWith(head.toString())) {
                throw new Refused(
                        read == TLS_ALERT
                                ? new Cause.AnsweredInTls(probe)
                                : new Cause.NotHttp(probe));
            }
            if (head.length() > longest) {
                throw new Refused(new Cause.HeadTooLong(probe, LONGEST_HEAD / 1024));
            }
            if (read == '\n') {
                return head.substring(start).stripTrailing();
            }
        }
        throw new Refused(new Cause.AnswerCut(probe, !head.isEmpty()));
    }

    /** What of the body came soon. */
    String body(Head head) {
        deadline = deadline.within(BODY_WITHIN);
        var body = new ByteArrayOutputStream();
        try {
            Optional<Long> length = number(LENGTH, head.fields(), 10);
            if (head.status() == 204 || head.status() == 304) {
                return "";
            } else if (CHUNKED.matcher(head.fields()).find()) {
                readChunks(body);
            } else {
                readBytes(body, length.orElse(Long.MAX_VALUE));
            }
        } catch (IOException orLate) {
            return body.toString(StandardCharsets.UTF_8);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private void readChunks(ByteArrayOutputStream body) throws IOException {
        while (body.size() < LONGEST_BODY) {
            var size = new StringBuilder();
            for (int read = read(); read != '\n'; read = read()) {
                if (read < 0 || size.length() > LONGEST_HEAD) {
                    throw new EOFException();
                }
                size.append((char) read);
            }
            Optional<Long> length = number(CHUNK_SIZE, size, 16);
            if (length.isEmpty() || length.get() == 0) {
                return;
            }
            readBytes(body, length.get());
            readBytes(new ByteArrayOutputStream(), read() == '\r' ? 1 : 0);
        }
    }

    private static Optional<Long> number(Pattern pattern, CharSequence text, int radix) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(Long.parseLong(found.group(1), radix)) : Optional.empty();
    }

    private void readBytes(ByteArrayOutputStream body, long count) throws IOException {
        for (long left = count; left > 0 && body.size() < LONGEST_BODY; left--) {
            int read = read();
            if (read < 0) {
                return;
            }
            body.write(read);
        }
    }

    /** The next byte, or -1 at the end. */
    private int read() throws IOException {
        if (next == end) {
            socket.setSoTimeout(deadline.remainingMillis());
            next = 0;
            end = Math.max(0, in.read(buffer));
        }
        return next < end ? buffer[next++] & 0xff : -1;
    }
}
