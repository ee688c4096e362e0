package dev.muster.service;

import dev.muster.server.ServerException;

/** Tells a mistake of the program, which its stack trace finds, from what a sentence says best. */
final class Faults {
    private Faults() {}

    /** Whether no message of {@code thrown} would help, because nobody meant it to be thrown. */
    static boolean isBug(Throwable thrown) {
        return switch (thrown) {
            case NullPointerException _,
                    ClassCastException _,
                    IndexOutOfBoundsException _,
                    ArithmeticException _,
                    ArrayStoreException _,
                    NegativeArraySizeException _,
                    Error _ ->
                    true;
            default -> false;
        };
    }

    /**
     * What a start that ended in {@code thrown} is told as: a mistake as it is, all else as a
     * {@link ServiceException} with its words.
     *
     * @throws Error if it is one
     */
    static RuntimeException told(Throwable thrown) {
        return switch (thrown) {
            case ServiceException told -> told;
            case ServerException refused ->
                    ServiceException.description(String.valueOf(refused.getMessage()));
            case Exception failed when !isBug(failed) ->
                    ServiceException.failed(Words.of(failed), failed);
            default -> unchecked(thrown);
        };
    }

    /**
     * {@code thrown}, to be thrown where nothing is declared.
     *
     * @throws Error if it is one
     */
    static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(thrown);
    }
}
