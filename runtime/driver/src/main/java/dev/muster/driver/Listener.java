package dev.muster.driver;

/** Which process of a replica listens on its port: it says how much a passed probe is worth. */
public sealed interface Listener {

    /** The program that was started: the replica lives as long as it does. */
    record Program() implements Listener {}

    /**
     * Another process, which the program started.
     *
     * @param program its name
     * @param staysInSession whether it shares the session of the replica; a daemon leaves it
     */
    record Started(String program, long pid, boolean staysInSession) implements Listener {}

    /** None that may be looked at, such as the port forwarder of a container or another user's. */
    record NotSeen() implements Listener {}
}
