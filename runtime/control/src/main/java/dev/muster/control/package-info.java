/**
 * What the agent of a fleet and its clients, the command and the dashboard, say to each other: the
 * views as records, where an agent is found, and a client of it.
 *
 * {@snippet :
 * var fleet = Path.of("examples/shop");
 * var agent = AgentAddress.read(fleet).orElseThrow();
 * try (var reply = agent.client(fleet).get(Target.of(ApiPaths.FLEET), ControlClient.Format.TEXT)) {
 *     System.out.print(reply.text());
 * }
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.muster.control;
