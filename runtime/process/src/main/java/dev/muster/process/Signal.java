package dev.muster.process;

/** The signals that a fleet is run by; their numbers are the same on every Unix. */
public enum Signal {
    HUP(1),
    INT(2),
    KILL(9),
    TERM(15);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /**
     * Whether kill(2) takes the number for one process, or its negative for one group: 0 and -1 are
     * whole crowds, and a longer number would be cut to any of these.
     */
    public static boolean isTarget(long pid) {
        return (pid > 0 || pid < -1) && pid == (int) pid;
    }

    /** What a shell gives as the exit status of a process that was ended by it. */
    public int exitStatus() {
        return 128 + number;
    }
}
