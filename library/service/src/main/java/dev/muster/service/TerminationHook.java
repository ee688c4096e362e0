package dev.muster.service;

/** Stops a service gracefully when its process is told to stop. */
final class TerminationHook {
    private TerminationHook() {}

    static void install(RunningService service) {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop")
                                .unstarted(
                                        () -> {
                                            try {
                                                service.close();
                                            } finally {
                                                exitCleanly();
                                            }
                                        }));
    }

    /**
     * A JVM that a signal stops exits with 128 and the signal's number, as if it had been cut off;
     * having stopped in good order it says so with 0. What calls {@code System.exit} itself keeps
     * its code.
     */
    private static void exitCleanly() {
        boolean isSignalled =
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .anyMatch(
                                name ->
                                        name.equals("SIGTERM handler")
                                                || name.equals("SIGINT handler"));
        if (isSignalled) {
            Runtime.getRuntime().halt(0);
        }
    }
}
