package dev.muster.examples.shop.shopper;

import dev.muster.service.Service;
import dev.muster.service.Setup;

import java.net.URI;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Sends a few customers a second to the shop's front door, so that there is something to see. */
public final class ShopperService {
    private ShopperService() {}

    public static void main(String[] args) {
        Service.create("shopper", ShopperService::describe).start();
    }

    static void describe(Setup s) {
        var shop = s.findConfig("MUSTER_GATEWAY_URL").orElse("http://127.0.0.1:8080");
        int perSecond = s.findConfig("JOURNEYS_PER_SECOND", int.class).orElse(6);
        var crowd =
                new Crowd(
                        new Browser(URI.create(shop), s.metrics().client("gateway")),
                        RandomGenerator.getDefault(),
                        Thread::sleep);
        s.every(Duration.ofSeconds(1).dividedBy(perSecond), crowd::sendOne).onStop(crowd::close);
    }
}
