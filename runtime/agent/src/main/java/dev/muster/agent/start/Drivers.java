package dev.muster.agent.start;

import dev.muster.driver.ReplicaDriver;
import dev.muster.drivers.process.ProcessDriver;

import java.util.List;

/** The ways in which this agent runs replicas. */
public final class Drivers {

    /** The first that runs a service runs its replicas. */
    public static final List<ReplicaDriver.Factory> ALL = List.of(ProcessDriver::new);

    private Drivers() {}
}
