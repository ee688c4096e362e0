package dev.muster.telemetry;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.OptionHelper;

/**
 * How Logback logs where nobody says otherwise: INFO and above, by an {@link EcsAppender}. Found by
 * Logback itself, and yields to a {@code logback.xml} on the class path and to the file that {@code
 * -Dlogback.configurationFile} names.
 */
public final class LogbackSetup extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (isConfiguredByUser()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        var appender = new EcsAppender();
        appender.setContext(context);
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean isConfiguredByUser() {
        var loader = LogbackSetup.class.getClassLoader();
        return loader.getResource(ClassicConstants.TEST_AUTOCONFIG_FILE) != null
                || loader.getResource(ClassicConstants.AUTOCONFIG_FILE) != null
                || OptionHelper.getSystemProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null;
    }
}
