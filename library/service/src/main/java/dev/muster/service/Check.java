package dev.muster.service;

/** Says whether something the service cannot do without is there, such as its database. */
@FunctionalInterface
public interface Check {
    /** Called with each probe, on a virtual thread; a throw counts as not being there. */
    boolean passes() throws Exception;
}
