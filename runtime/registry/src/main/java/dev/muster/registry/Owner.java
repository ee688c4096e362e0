package dev.muster.registry;

/** Whose word a registration is: each replaces and ends its own alone. */
enum Owner {
    /** Of the fleet, from the probes of what it runs; counts where both name the same id. */
    FLEET,
    /** Of the service, which announced itself. */
    ITSELF
}
