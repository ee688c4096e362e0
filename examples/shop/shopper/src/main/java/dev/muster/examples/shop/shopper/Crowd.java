package dev.muster.examples.shop.shopper;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Customers: each looks at the front page, at a print or two, and may buy one; each takes time to
 * think. A shop that answers slowly gets no more of them at once than it can hold.
 */
final class Crowd implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Crowd.class);
    private static final Pattern PRINT = Pattern.compile("href=\"(/prints/[^\"]+)\"");
    private static final Pattern ORDER = Pattern.compile("name=\"order\" value=\"([^\"]+)\"");
    private static final int MOST_AT_ONCE = 50;
    private static final int BUYING_PERCENT = 40;

    private final Browser browser;
    private final RandomGenerator random;
    private final Thinking thinking;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();

    /** How a customer takes time. */
    @FunctionalInterface
    interface Thinking {
        void take(Duration time) throws InterruptedException;
    }

    Crowd(Browser browser, RandomGenerator random, Thinking thinking) {
        this.browser = browser;
        this.random = random;
        this.thinking = thinking;
    }

    /** Sends a customer, who comes back in their own time. */
    void sendOne() {
        if (!places.tryAcquire()) {
            LOG.warn("{} customers are waiting in the shop; no more are sent.", MOST_AT_ONCE);
            return;
        }
        customers.execute(
                () -> {
                    try {
                        shop();
                    } catch (IOException e) {
                        LOG.warn("A customer left without a page: {}", e.toString());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        places.release();
                    }
                });
    }

    @Override
    public void close() {
        customers.shutdownNow();
    }

    /** One visit, start to end. */
    void shop() throws IOException, InterruptedException {
        var prints = links(browser.open("/"));
        think();
        String page = "";
        String print = "";
        for (int looks = 1 + random.nextInt(2); looks > 0; looks--) {
            print = prints.get(random.nextInt(prints.size()));
            page = browser.open(print);
            think();
        }
        if (random.nextInt(100) < BUYING_PERCENT) {
            buy(print, page);
        }
    }

    private void buy(String print, String page) throws IOException, InterruptedException {
        var order = ORDER.matcher(page);
        if (!order.find()) {
            throw new IOException(print + " cannot be bought");
        }
        var quantity = Integer.toString(1 + random.nextInt(3));
        browser.submit(print + "/buy", Map.of("order", order.group(1), "quantity", quantity));
    }

    private static List<String> links(String page) throws IOException {
        var links = PRINT.matcher(page).results().map(link -> link.group(1)).distinct().toList();
        if (links.isEmpty()) {
            throw new IOException("the front page shows nothing");
        }
        return links;
    }

    private void think() throws InterruptedException {
        thinking.take(Duration.ofMillis(100 + random.nextInt(900)));
    }
}
