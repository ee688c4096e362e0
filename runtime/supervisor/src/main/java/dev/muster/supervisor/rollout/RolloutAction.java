package dev.muster.supervisor.rollout;

/** What a rollout asks for. */
public sealed interface RolloutAction {

    /** Start a new replica on a port of its own while the old one serves. */
    record StartBeside(int number) implements RolloutAction {}

    /** The new replica is the one that counts; stop the old one. */
    record TakeOver(int number) implements RolloutAction {}

    /** Stop the old replica; it has its place until it is gone. */
    record StopOld(int number) implements RolloutAction {}

    /** Start a new replica where the old one was. */
    record StartInPlace(int number) implements RolloutAction {}

    /** Stop the new replica; the old one goes on. */
    record StopNew(int number) implements RolloutAction {}

    /** The service goes on with the release that it was proven with. */
    record TakeBack() implements RolloutAction {}
}
