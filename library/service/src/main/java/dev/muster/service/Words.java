package dev.muster.service;

import java.util.ArrayList;

/** What went wrong, in the words of those whom it went wrong for. */
final class Words {
    private static final int MOST_CAUSES = 8;

    private Words() {}

    /**
     * The messages of {@code thrown} and its causes as one line, without what one says after
     * another; the name of the type where there is no message.
     */
    static String of(Throwable thrown) {
        var words = new ArrayList<String>();
        Throwable each = thrown;
        for (int i = 0; each != null && i < MOST_CAUSES; i++, each = each.getCause()) {
            var cause = each.getCause();
            var own = message(each);
            boolean isWrapper = cause != null && own.equals(cause.toString());
            boolean isSaid = words.stream().anyMatch(said -> said.contains(own));
            if (!isWrapper && !isSaid) {
                words.add(own);
            }
        }
        return inOneLine(String.join(": ", words));
    }

    /** The message of {@code thrown} as one line, without its causes. */
    static String ofAlone(Throwable thrown) {
        return inOneLine(message(thrown));
    }

    private static String inOneLine(String words) {
        return words.replaceAll("\\s*\\R\\s*", " ");
    }

    private static String message(Throwable thrown) {
        var message = thrown.getLocalizedMessage();
        return message == null || message.isBlank()
                ? thrown.getClass().getSimpleName()
                : message.strip();
    }
}
