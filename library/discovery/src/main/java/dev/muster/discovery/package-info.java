/**
 * Where the endpoints of services come from.
 *
 * {@snippet :
 * EndpointSource source = FixedEndpoints.at(Map.of("catalog", URI.create("http://127.0.0.1:8081")));
 * try (var subscription = source.subscribe("catalog", snapshot -> System.out.println(snapshot.ready()))) {
 *     serve();
 * }
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.muster.discovery;
