package dev.muster.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The umask of the shell that the fleet was started in. The agent's own is 077, so that its files
 * are for its user alone; what it starts for the user makes files as the user's shell would.
 *
 * @param mask in octal, or empty where the agent has the user's own
 */
public record UserUmask(String mask) {

    /** Set by the command that starts an agent; handed on to nobody. */
    public static final String VARIABLE = "MUSTER_UMASK";

    private static final String SETS_IT_FIRST = "umask \"$1\"; shift; exec \"$@\"";

    public static UserUmask of(Map<String, String> environment) {
        return new UserUmask(environment.getOrDefault(VARIABLE, ""));
    }

    /** {@code command}, as a command that sets the umask first. */
    public List<String> around(List<String> command) {
        if (mask.isEmpty()) {
            return command;
        }
        var whole = new ArrayList<>(List.of("sh", "-c", SETS_IT_FIRST, "sh", mask));
        whole.addAll(command);
        return whole;
    }
}
