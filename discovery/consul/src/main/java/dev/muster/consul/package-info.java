/**
 * Consul as a source of endpoints and as a registry to be announced to.
 *
 * {@snippet :
 * var consul = Consul.at("127.0.0.1:8500", endpoint -> new EndpointClient(endpoint, ...));
 * var peers = new Peers(consul.endpoints(), loops, pool, metrics, ClientConfig.STANDARD);
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.muster.consul;
