package dev.muster.examples.shop.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.examples.shop.orders.Notify.Notification;
import dev.muster.examples.shop.orders.Order.Status;
import dev.muster.examples.shop.orders.Payments.Payment;
import dev.muster.examples.shop.orders.Payments.Receipt;
import dev.muster.http.HttpProblem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class OrderDeskTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final List<Payment> charged = new ArrayList<>();
    private final List<Notification> sent = new ArrayList<>();
    private final Database database = TestDatabase.open();
    private final OrderBook book = new OrderBook(database);
    private OrderDesk desk;

    @BeforeEach
    void open() {
        desk = desk(this::agree);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void pricesPaysWritesDownAndAnnounces() {
        var order = desk.place("8812", "slow-radio", 2);

        assertThat(order)
                .isEqualTo(
                        new Order(
                                "8812",
                                "slow-radio",
                                2,
                                new BigDecimal("48.00"),
                                Status.PAID,
                                NOON));
        assertThat(book.find("8812")).contains(order);
        assertThat(charged).containsExactly(new Payment("8812", new BigDecimal("48.00")));
        assertThat(sent).containsExactly(new Notification("8812", "slow-radio", 2));
    }

    @Test
    void chargesNobodyTwiceForOneOrder() {
        var first = desk.place("8812", "slow-radio", 2);
        var again = desk.place("8812", "slow-radio", 2);

        assertThat(again).isEqualTo(first);
        assertThat(charged).hasSize(1);
        assertThat(sent).hasSize(1);
    }

    @Test
    void remembersAnOrderWhosePaymentBroke() {
        desk =
                desk(
                        _ -> {
                            throw HttpProblem.unavailable("the bank is away", 1);
                        });

        assertThatThrownBy(() -> desk.place("8812", "slow-radio", 1))
                .hasMessage("the bank is away");
        assertThat(book.find("8812").orElseThrow().status()).isEqualTo(Status.UNPAID);
        assertThat(sent).isEmpty();
    }

    @Test
    void refusesWhatCannotBeMeant() {
        assertThatThrownBy(() -> desk.place("1", "slow-radio", 0))
                .hasMessageContaining("quantity must be 1 to 10");
        assertThatThrownBy(() -> desk.place("1", "slow-radio", 11))
                .hasMessageContaining("quantity must be 1 to 10");
        assertThatThrownBy(() -> desk.place("1", "nothing", 1))
                .hasMessageContaining("no such product");
        assertThatThrownBy(() -> desk.place("x".repeat(41), "slow-radio", 1))
                .hasMessageContaining("1 to 40");
        assertThat(book.newest(9)).isEmpty();
    }

    private OrderDesk desk(Payments payments) {
        return new OrderDesk(book, OrderDeskTest::product, payments, sent::add, () -> NOON);
    }

    private Receipt agree(Payment payment) {
        charged.add(payment);
        return new Receipt("r");
    }

    private static Optional<Catalog.Product> product(String id) {
        return Optional.of(new Catalog.Product(id, new BigDecimal("24.00")))
                .filter(_ -> id.equals("slow-radio"));
    }
}
