/**
 * Runs the services of a fleet as processes of this machine.
 *
 * {@snippet lang = java:
 * Path state = fleet.directory().resolve(".muster");
 * Ports ports = Ports.open(state, fleet.name(), _ -> Optional.empty());
 * Supervisor supervisor =
 *         Supervisor.start(
 *                 SupervisorConfig.in(state),
 *                 fleet,
 *                 ports,
 *                 (service, replica, port) -> Map.of("CONSUL_HTTP_ADDR", "127.0.0.1:8500"),
 *                 new SupervisorListener() {
 *                     @Override
 *                     public void changed(FleetStatus status) {
 *                         status.services().values().forEach(System.out::println);
 *                     }
 *
 *                     @Override
 *                     public void happened(Event event) {
 *                         System.out.println(event.sentence().text());
 *                     }
 *                 });
 * supervisor.scale("orders", 3);
 * supervisor.restart("payments");
 * supervisor.stop();
 * }
 *
 * <p>A replica outlives the agent that started it: it has a session of its own, writes to a file,
 * and is known again by its pid, its start time, the machine's boot and a nonce in its environment.
 * Linux only, because all of this is read from {@code /proc}.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor;
