package dev.muster.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds every address of a name; may block. */
@FunctionalInterface
interface HostResolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
}
