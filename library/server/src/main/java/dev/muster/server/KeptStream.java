package dev.muster.server;

import dev.muster.transport.ByteBudget;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/**
 * A body whose reader keeps in memory what it makes of it, and which is read no further than there
 * is room for that: the rest waits with the client. The room grows with what has come, so that a
 * client that announces much and sends little costs little.
 */
final class KeptStream extends InputStream {
    /** Until this much has come, a client costs no more than it has sent. */
    private static final int START = 16 << 10;

    /** What has to come beyond the room there is before more is asked for. */
    private static final int AHEAD = 8 << 10;

    private final InputStream body;
    private final ByteBudget.Charge charge;
    private final int weight;
    private byte[] ahead = new byte[0];
    private int position;
    private long count;
    private long covered;
    private boolean hasEnded;

    /**
     * @param body opened, and received once there is room for its start
     * @param weight bytes of memory for each byte that is kept
     */
    KeptStream(InputStream body, ByteBudget.Charge charge, int weight) throws IOException {
        this.body = body;
        this.charge = charge;
        this.weight = weight;
        await(START);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
        Objects.checkFromIndexSize(offset, wanted, into.length);
        if (wanted == 0) {
            return 0;
        }
        if (count == covered && !hasEnded && position == ahead.length) {
            readAhead(covered == 0 ? START : AHEAD);
        }
        if (position < ahead.length) {
            int some = Math.min(wanted, ahead.length - position);
            System.arraycopy(ahead, position, into, offset, some);
            position += some;
            return some;
        }
        int read = hasEnded ? -1 : body.read(into, offset, (int) Math.min(wanted, covered - count));
        if (read > 0) {
            count += read;
        } else if (!hasEnded) {
            end();
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        if (!hasEnded) {
            end();
        }
        body.close();
    }

    private void readAhead(int wanted) throws IOException {
        ahead = body.readNBytes(wanted);
        position = 0;
        count += ahead.length;
        cover(ahead.length < wanted ? count : 2 * count);
        if (ahead.length < wanted) {
            end();
        }
    }

    private void end() {
        hasEnded = true;
        charge.complete();
    }

    private void cover(long bytes) throws IOException {
        await(bytes * weight);
        covered = bytes;
    }

    private void await(long bytes) throws IOException {
        boolean hasRoom;
        try {
            hasRoom = charge.await(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for memory for a body");
        }
        if (!hasRoom) {
            throw UnheldBody.problem();
        }
    }
}
