package dev.muster.tests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of loopback that nobody listens on, from 10000 to 19999: below those that replicas have and
 * those that the system gives to connections.
 */
record FreePorts(int gateway, int dashboard, int registry) {

    static FreePorts find() {
        return new FreePorts(one(), one(), one());
    }

    /** As options of {@code up}. */
    List<String> options() {
        return List.of(
                "--gateway-port",
                Integer.toString(gateway),
                "--dashboard-port",
                Integer.toString(dashboard),
                "--registry-port",
                Integer.toString(registry));
    }

    static int one() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
            try (var socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                // Another one, then.
            }
        }
    }
}
