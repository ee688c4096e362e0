import dev.muster.discovery.Endpoint;
import dev.muster.discovery.FixedEndpoints;
import dev.muster.gateway.Gateway;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayContext;
import dev.muster.gateway.Route;
import dev.muster.gateway.RouteTable;
import dev.muster.transport.EventLoops;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway as the agent runs it, with everything on, for {@code gateway-vs-nginx}. Prints its port
 * and serves until it is killed.
 *
 * <p>Arguments: the access log's file, how many event loops, how many routes, ports of replicas.
 */
final class BenchGateway {
    private BenchGateway() {}

    public static void main(String[] arguments) throws Exception {
        var file =
                FileChannel.open(
                        Path.of(arguments[0]),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
        var endpoints = new ArrayList<Endpoint>();
        for (var port : List.of(arguments).subList(3, arguments.length)) {
            endpoints.add(
                    Endpoint.of(
                            "svc-" + (endpoints.size() + 1), "127.0.0.1", Integer.parseInt(port)));
        }
        var context =
                GatewayContext.of(FixedEndpoints.of("svc", endpoints.toArray(Endpoint[]::new)))
                        .withAccessLog(file::write);
        var loops = EventLoops.create(Integer.parseInt(arguments[1]));
        var gateway = Gateway.start(GatewayConfig.loopback(0), loops, context);
        gateway.routes(routes(Integer.parseInt(arguments[2])));
        System.out.println(gateway.port());
        Thread.currentThread().join();
    }

    private static RouteTable routes(int count) {
        var routes = new ArrayList<Route>();
        routes.add(new Route("/", "svc"));
        for (int i = 1; i < count; i++) {
            routes.add(new Route("/service-" + i + "/v1", "svc"));
        }
        return RouteTable.of(routes);
    }
}
