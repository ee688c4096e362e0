package dev.muster.examples.shop.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.examples.shop.orders.Order.Status;
import dev.muster.http.HttpProblem;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;

class OrderBookTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");

    @Test
    void keepsAnOrderAsItWasFirstWritten() {
        try (var database = TestDatabase.open()) {
            var book = new OrderBook(database);

            assertThat(book.add(order("1", 0))).isTrue();
            assertThat(book.add(order("1", 5).with(Status.PAID))).isFalse();
            assertThat(book.find("1")).contains(order("1", 0));
            assertThat(book.find("2")).isEmpty();
        }
    }

    @Test
    void givesTheNewestFirst() {
        try (var database = TestDatabase.open()) {
            var book = new OrderBook(database);
            for (int i = 0; i < 5; i++) {
                book.add(order("order-" + i, i));
            }
            book.settle("order-4", Status.DECLINED);
            book.forgetOld();

            assertThat(book.newest(2))
                    .containsExactly(
                            order("order-4", 4).with(Status.DECLINED), order("order-3", 3));
        }
    }

    @Test
    void givesUpOnOldOrdersThatAreStillOpenAndOnNoOthers() {
        try (var database = TestDatabase.open()) {
            var book = new OrderBook(database);
            book.add(order("old", 0));
            book.add(order("old-and-paid", 1).with(Status.PAID));
            book.add(order("new", 60));

            book.giveUpOnOpen(NOON.plusSeconds(60));

            assertThat(book.newest(9))
                    .extracting(Order::status)
                    .containsExactly(Status.OPEN, Status.PAID, Status.UNPAID);
        }
    }

    @Test
    void answers503WhileTheDatabaseIsAway() {
        try (var database = Database.at(URI.create("tcp://127.0.0.1:1"))) {
            var book = new OrderBook(database);

            assertThatThrownBy(() -> book.find("1"))
                    .isInstanceOfSatisfying(
                            HttpProblem.class,
                            problem -> assertThat(problem.status()).isEqualTo(503));
            assertThatThrownBy(database::isReady).isInstanceOf(SQLException.class);
        }
    }

    private static Order order(String id, int age) {
        return new Order(
                id, "slow-radio", 1, new BigDecimal("24.00"), Status.OPEN, NOON.plusSeconds(age));
    }
}
