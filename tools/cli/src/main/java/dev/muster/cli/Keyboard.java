package dev.muster.cli;

import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

import java.io.IOException;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Reads single keys of a terminal in raw mode, on a thread of its own. Keys that send an escape
 * sequence, such as an arrow, are left out.
 */
final class Keyboard implements AutoCloseable {
    static final int ESCAPE = 27;

    /** A terminal cannot be closed while somebody reads from it. */
    private static final Duration LOOK_UP_EVERY = Duration.ofMillis(100);

    /** The rest of an escape sequence follows at once; a person needs longer. */
    private static final Duration SEQUENCE_PAUSE = Duration.ofMillis(20);

    private final NonBlockingReader reader;
    private final IntConsumer pressed;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param pressed called with each key until this is closed, or the terminal's input has ended
     */
    Keyboard(Terminal terminal, IntConsumer pressed) {
        this.reader = terminal.reader();
        this.pressed = pressed;
        this.thread = Thread.ofPlatform().daemon().name("keyboard").start(this::read);
    }

    private void read() {
        try {
            while (!closed) {
                int key = reader.read(LOOK_UP_EVERY.toMillis());
                if (key == NonBlockingReader.EOF) {
                    return;
                }
                if (key >= 0 && !(key == ESCAPE && skippedSequence())) {
                    pressed.accept(key);
                }
            }
        } catch (IOException e) {
            // There is no keyboard any more.
        }
    }

    /**
     * Reads what follows an escape: a control sequence up to its final byte (ECMA-48, section 5.4),
     * or the one character of any other.
     */
    private boolean skippedSequence() throws IOException {
        int key = next();
        if (key < 0) {
            return false;
        }
        if (key == '[') {
            do {
                key = next();
            } while (key >= 0 && (key < '@' || key > '~'));
        } else if (key == 'O') {
            next();
        }
        return true;
    }

    private int next() throws IOException {
        return reader.read(SEQUENCE_PAUSE.toMillis());
    }

    /** The reader is free for others once this returns. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
