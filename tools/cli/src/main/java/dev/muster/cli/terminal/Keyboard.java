package dev.muster.cli.terminal;

import org.jline.utils.NonBlockingReader;

import java.io.IOException;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Reads single keys of a terminal in raw mode, on a thread of its own. Keys that send an escape
 * sequence, such as an arrow, are left out; an escape with anything else behind it is a key of its
 * own.
 */
public final class Keyboard implements AutoCloseable {
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
     * @param backend has the thread that reads
     * @param reader of a terminal in raw mode
     * @param pressed called with each key until this is closed, or the terminal's input has ended
     */
    public Keyboard(TerminalBackend backend, NonBlockingReader reader, IntConsumer pressed) {
        this.reader = reader;
        this.pressed = pressed;
        this.thread = backend.thread("keyboard", this::read);
        thread.start();
    }

    private void read() {
        try {
            while (!closed) {
                int key = reader.read(LOOK_UP_EVERY.toMillis());
                if (key == NonBlockingReader.EOF) {
                    return;
                }
                if (key == ESCAPE) {
                    escape();
                } else if (key >= 0) {
                    pressed.accept(key);
                }
            }
        } catch (IOException e) {
            // There is no keyboard any more.
        }
    }

    /**
     * Tells the key from a sequence that begins with it: a control sequence goes up to its final
     * byte (ECMA-48, section 5.4), a single shift is followed by one character.
     */
    private void escape() throws IOException {
        int introducer = reader.peek(SEQUENCE_PAUSE.toMillis());
        if (introducer != '[' && introducer != 'O') {
            pressed.accept(ESCAPE);
            return;
        }
        next();
        int key = next();
        if (key < 0) {
            pressed.accept(ESCAPE);
            pressed.accept(introducer);
            return;
        }
        while (introducer == '[' && key >= 0 && (key < '@' || key > '~')) {
            key = next();
        }
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
