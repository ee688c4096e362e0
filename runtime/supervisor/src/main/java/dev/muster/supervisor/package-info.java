/**
 * Runs the services of a fleet: decides about replicas, and has drivers run them.
 *
 * {@snippet lang = java:
 * Path state = fleet.directory().resolve(".muster");
 * Ports ports = Ports.open(state, fleet.name(), _ -> Optional.empty());
 * Supervisor supervisor =
 *         Supervisor.start(
 *                 SupervisorConfig.in(state),
 *                 List.of(ProcessDriver::new),
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
 * <p>A replica outlives the agent that started it, and its driver knows it again by what is
 * remembered in {@code replicas.json}.
 *
 * <p>This package is all that other modules use: the supervisor, what it is told and what it tells.
 * Besides, it runs the fleet as a whole: {@code FleetRun} brings each {@code ServiceRun} to the
 * replicas that are wanted. The trades are below it and know nothing of it: {@code release} (what
 * replicas are started from) with {@code aot}, {@code replica} (the life of one) with {@code
 * probe}, {@code rollout} (one release in the place of another), {@code state} (what is left for
 * the next agent) and {@code timeline} (the thread on which all of it is decided).
 */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor;
