package dev.muster.examples.shop.payments;

import dev.muster.http.HttpProblem;
import dev.muster.service.Created;
import dev.muster.service.Service;
import dev.muster.service.Setup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.math.BigDecimal;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Charges a customer for an order: 201 with a receipt, or 402 when the bank says no. */
public final class PaymentsService {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentsService.class);

    private PaymentsService() {}

    /**
     * @param amount in euros
     */
    record Payment(String order, BigDecimal amount) {}

    record Receipt(String id, String order, BigDecimal amount) {}

    public static void main(String[] args) {
        Service.create("payments", PaymentsService::describe).start();
    }

    static void describe(Setup s) {
        int declined = s.findConfig("BANK_DECLINES_PERCENT", int.class).orElse(3);
        var bank = new Bank(declined, RandomGenerator.getDefault(), Thread::sleep);
        s.post("/payments", Payment.class, payment -> charge(bank, payment));
    }

    private static Created charge(Bank bank, Payment payment) throws InterruptedException {
        if (payment.amount().signum() <= 0) {
            throw HttpProblem.unprocessable("amount must be more than 0");
        }
        if (!bank.charge()) {
            LOG.info("The bank declined {} EUR for order {}.", payment.amount(), payment.order());
            throw HttpProblem.of(402, "the bank declined the payment");
        }
        LOG.info("Charged {} EUR for order {}.", payment.amount(), payment.order());
        var receipt = new Receipt(UUID.randomUUID().toString(), payment.order(), payment.amount());
        return Created.at("/payments/" + receipt.id(), receipt);
    }
}
