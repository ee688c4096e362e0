package dev.muster.fleet;

import java.util.regex.Pattern;

/** The variables of the environment that are Muster's to set. */
final class ReservedVariables {
    private static final Pattern NAMES = Pattern.compile("PORT|CONSUL_HTTP_ADDR|MUSTER_.*");

    private ReservedVariables() {}

    /** Whether a variable is Muster's to give. */
    static boolean contains(String variable) {
        return NAMES.matcher(variable).matches();
    }
}
