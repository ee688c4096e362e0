package dev.muster.process;

import java.util.ServiceLoader;

/** Chooses the {@link Host} of this machine, once for each JVM. */
public final class Hosts {

    /** Names the class of the host that is to be taken, for tests of one that is not chosen. */
    static final String PROPERTY = "muster.host";

    private static final Host CURRENT = choose();

    private Hosts() {}

    public static Host current() {
        return CURRENT;
    }

    /** The first in {@code META-INF/services} that knows this machine. */
    private static Host choose() {
        String wanted = System.getProperty(PROPERTY, "");
        return ServiceLoader.load(Host.class, Hosts.class.getClassLoader()).stream()
                .filter(host -> wanted.isEmpty() || host.type().getName().equals(wanted))
                .map(ServiceLoader.Provider::get)
                .filter(Host::isHere)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "-D%s=%s names no host of this machine"
                                                .formatted(PROPERTY, wanted)));
    }
}
