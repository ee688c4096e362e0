package dev.muster.registry;

import dev.muster.discovery.Endpoint;

/**
 * An endpoint as the registry holds it.
 *
 * @param owner who said so
 * @param ready whether its replica passes its probe
 * @param created the index of the change that brought the endpoint
 * @param modified the index of the last change of anything in it
 */
record Registration(Endpoint endpoint, Owner owner, boolean ready, long created, long modified) {}
