package dev.muster.telemetry;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.core.util.OptionHelper;

import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Has what is logged through {@code java.util.logging} come where SLF4J's goes, at the levels that
 * are set there: what is not wanted is not even made a record of. A program that configures {@code
 * java.util.logging} itself keeps what it says.
 */
final class JulBridge {
    private JulBridge() {}

    static void install(LoggerContext context) {
        if (SLF4JBridgeHandler.isInstalled() || isConfiguredByUser()) {
            return;
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        var levels = new LevelChangePropagator();
        levels.setContext(context);
        levels.start();
        context.addListener(levels);
    }

    private static boolean isConfiguredByUser() {
        return OptionHelper.getSystemProperty("java.util.logging.config.file") != null
                || OptionHelper.getSystemProperty("java.util.logging.config.class") != null
                || OptionHelper.getSystemProperty("java.util.logging.manager") != null;
    }
}
