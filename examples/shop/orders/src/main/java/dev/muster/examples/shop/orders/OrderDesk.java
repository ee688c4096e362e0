package dev.muster.examples.shop.orders;

import dev.muster.client.PeerException;
import dev.muster.examples.shop.orders.Notify.Notification;
import dev.muster.examples.shop.orders.Order.Status;
import dev.muster.examples.shop.orders.Payments.Payment;
import dev.muster.http.HttpProblem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Where an order is placed: priced by the catalog, written down, paid, announced. */
final class OrderDesk {
    private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,40}");
    private static final int PAYMENT_REQUIRED = 402;
    private static final int MOST_AT_ONCE = 10;

    private final OrderBook book;
    private final Catalog catalog;
    private final Payments payments;
    private final Notify notify;
    private final InstantSource clock;

    OrderDesk(
            OrderBook book,
            Catalog catalog,
            Payments payments,
            Notify notify,
            InstantSource clock) {
        this.book = book;
        this.catalog = catalog;
        this.payments = payments;
        this.notify = notify;
        this.clock = clock;
    }

    /**
     * Places the order {@code id}; if it was placed before, answers what became of it and charges
     * nobody.
     *
     * @throws HttpProblem 422 where the order cannot be meant; 503 where the database is away
     * @throws PeerException where the catalog or the bank did not do its part
     */
    Order place(String id, String product, int quantity) {
        if (!ID.matcher(id).matches()) {
            throw HttpProblem.unprocessable("an order's id is 1 to 40 letters, digits and hyphens");
        }
        if (quantity < 1 || quantity > MOST_AT_ONCE) {
            throw HttpProblem.unprocessable("quantity must be 1 to " + MOST_AT_ONCE);
        }
        var price =
                catalog.product(product)
                        .orElseThrow(() -> HttpProblem.unprocessable("there is no such product"))
                        .price();
        var order =
                new Order(
                        id,
                        product,
                        quantity,
                        price.multiply(BigDecimal.valueOf(quantity)),
                        Status.OPEN,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return book.add(order) ? settle(order) : book.find(id).orElse(order);
    }

    private Order settle(Order order) {
        var status = Status.UNPAID;
        try {
            status = charge(order);
        } finally {
            book.settle(order.id(), status);
        }
        if (status == Status.PAID) {
            announce(order);
        }
        return order.with(status);
    }

    private Status charge(Order order) {
        try {
            payments.charge(new Payment(order.id(), order.total()));
            return Status.PAID;
        } catch (PeerException e) {
            if (e.peerStatus().orElse(0) == PAYMENT_REQUIRED) {
                return Status.DECLINED;
            }
            throw e;
        }
    }

    /** An order is good without its announcement. */
    private void announce(Order order) {
        try {
            notify.send(new Notification(order.id(), order.product(), order.quantity()));
        } catch (PeerException e) {
            LOG.warn("Nobody was notified of order {}: {}", order.id(), e.getMessage());
        }
    }
}
