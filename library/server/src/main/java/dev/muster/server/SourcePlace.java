package dev.muster.server;

/** Where in a program's source our code was called from. */
final class SourcePlace {
    private SourcePlace() {}

    /** As {@code File.java:line}. */
    static String ofCaller() {
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.filter(frame -> !isOurs(frame.getClassName()))
                                        .findFirst()
                                        .map(SourcePlace::place))
                .orElse("an unknown place");
    }

    private static boolean isOurs(String className) {
        return className.startsWith("dev.muster.server.")
                || className.startsWith("dev.muster.service.");
    }

    private static String place(StackWalker.StackFrame frame) {
        return frame.getFileName() + ":" + frame.getLineNumber();
    }
}
