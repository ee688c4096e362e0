package dev.muster.examples.shop.orders;

import dev.muster.client.Peer;
import dev.muster.client.Post;

/** What this service asks of notify. */
@Peer("notify")
interface Notify {
    record Notification(String order, String product, int quantity) {}

    @Post("/notifications")
    void send(Notification notification);
}
