package dev.muster.supervisor;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * A nonce in the environment of a process, which everything that it starts inherits. It proves
 * whose a process is, whatever session it is in and whoever became its parent; a stranger that was
 * given a remembered pid does not carry it.
 */
record Mark(String nonce) {

    static final String VARIABLE = "MUSTER_NONCE";

    static Mark drawn() {
        var bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        return new Mark(HexFormat.of().formatHex(bytes));
    }

    /** Whether the process, or the one it descends from, was started with it. */
    boolean isOn(long pid) {
        return nonce.equals(ProcFs.environment(pid).get(VARIABLE));
    }

    /** Every process that carries it. */
    List<Long> processes() {
        return ProcFs.processes().stream().map(ProcFs.Stat::pid).filter(this::isOn).toList();
    }
}
