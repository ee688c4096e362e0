package dev.muster.fleet;

/** How bad what happened is. */
public enum Severity {
    INFO,
    WARN,
    ERROR
}
