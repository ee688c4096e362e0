package dev.muster.process.linux;

import dev.muster.process.Signal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The few system calls that the JDK does not offer. Stateless; a failed call answers {@code false}
 * or a negative number, as the C function does.
 */
final class Posix {

    /** Asks only whether one could be sent. */
    static final int NO_SIGNAL = 0;

    private static final int O_WRONLY = 1;
    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int FALLOC_FL_PUNCH_HOLE = 2;
    private static final int EVENT_IN = 1;
    private static final long PIDFD_OPEN = 434;

    private static final MethodHandle KILL_CALL =
            handle(
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                    "kill");
    private static final MethodHandle OPEN_CALL =
            handle(
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    "open");
    private static final MethodHandle CLOSE_CALL =
            handle(FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), "close");
    private static final MethodHandle FALLOCATE_CALL =
            handle(
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    "fallocate");
    private static final MethodHandle SYSCALL_CALL =
            handle(
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    "syscall");
    private static final MethodHandle POLL_CALL =
            handle(
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT),
                    "poll");
    private static final MethodHandle PAGE_SIZE_CALL =
            handle(FunctionDescriptor.of(ValueLayout.JAVA_INT), "getpagesize");

    private Posix() {}

    /**
     * kill(2).
     *
     * @param pid of a process, or the negative id of a process group
     */
    static boolean kill(long pid, int signal) {
        if (!Signal.isTarget(pid)) {
            return false;
        }
        try {
            return (int) KILL_CALL.invokeExact((int) pid, signal) == 0;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static int pageSize() {
        try {
            return (int) PAGE_SIZE_CALL.invokeExact();
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Gives the file's first {@code length} bytes back to the disk; its size stays (fallocate(2)).
     */
    static boolean punchHead(Path file, long length) {
        try (var arena = Arena.ofConfined()) {
            int descriptor =
                    (int) OPEN_CALL.invokeExact(arena.allocateFrom(file.toString()), O_WRONLY);
            if (descriptor < 0) {
                return false;
            }
            int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
            boolean punched = (int) FALLOCATE_CALL.invokeExact(descriptor, mode, 0L, length) == 0;
            close(descriptor);
            return punched;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A descriptor that becomes readable when the process ends (pidfd_open(2)), or a negative. */
    static int pidfd(long pid) {
        try {
            return (int) (long) SYSCALL_CALL.invokeExact(PIDFD_OPEN, pid, 0L);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    static void close(int descriptor) {
        try {
            int _ = (int) CLOSE_CALL.invokeExact(descriptor);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Waits until one of the descriptors is readable, or for the time given; says which are
     * (poll(2)).
     */
    static boolean[] awaitReadable(int[] descriptors, int timeoutMillis) {
        try (var arena = Arena.ofConfined()) {
            // struct pollfd { int fd; short events; short revents; }
            MemorySegment polled = arena.allocate(8L * descriptors.length, 4);
            for (int i = 0; i < descriptors.length; i++) {
                polled.set(ValueLayout.JAVA_INT, 8L * i, descriptors[i]);
                polled.set(ValueLayout.JAVA_SHORT, 8L * i + 4, (short) EVENT_IN);
            }
            int _ = (int) POLL_CALL.invokeExact(polled, (long) descriptors.length, timeoutMillis);
            var readable = new boolean[descriptors.length];
            for (int i = 0; i < descriptors.length; i++) {
                readable[i] = polled.get(ValueLayout.JAVA_SHORT, 8L * i + 6) != 0;
            }
            return readable;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    @SuppressWarnings("restricted") // Bound by name to functions of libc with these signatures.
    private static MethodHandle handle(FunctionDescriptor descriptor, String name) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
