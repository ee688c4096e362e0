package dev.muster.transport.wire;

/** The field lines of a head, in order, whose names and values are fit to be sent. */
public interface Fields {
    int size();

    /** The name of line {@code index}, counted from 0. */
    String name(int index);

    /** The value of line {@code index}, counted from 0. */
    String value(int index);
}
