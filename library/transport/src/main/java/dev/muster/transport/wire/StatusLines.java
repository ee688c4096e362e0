package dev.muster.transport.wire;

import dev.muster.http.StatusName;

import org.jspecify.annotations.Nullable;

/** The first lines of responses, each made when it is first needed; of one event loop. */
final class StatusLines {
    private static final int LEAST = 100;
    private static final int MOST = 599;

    private final byte[] @Nullable [] made = new byte[MOST - LEAST + 1][];

    /**
     * @param status of three digits
     */
    byte[] of(int status) {
        if (status > MOST) {
            return make(status);
        }
        var line = made[status - LEAST];
        if (line == null) {
            line = make(status);
            made[status - LEAST] = line;
        }
        return line;
    }

    private static byte[] make(int status) {
        return HeadRules.ascii("HTTP/1.1 " + status + " " + StatusName.of(status) + "\r\n");
    }
}
