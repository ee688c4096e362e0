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

    /** What a shell gives as the exit status of a process that was ended by it. */
    public int exitStatus() {
        return 128 + number;
    }
}
