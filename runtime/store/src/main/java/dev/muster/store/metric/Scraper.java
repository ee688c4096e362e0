package dev.muster.store.metric;

import static java.util.stream.Collectors.toSet;

import dev.muster.store.StoreBackend;
import dev.muster.store.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks every target for its metrics, again and again, and gives the answers to a {@link
 * SeriesStore}. A target that does not answer is unknown until it does; {@link #failures} says why.
 *
 * <p>Thread-safe.
 */
public final class Scraper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);

    private final ScraperConfig config;
    private final SeriesStore store;
    private final StoreBackend backend;
    private final ExecutorService threads;
    private final Thread rounds;
    private final HttpClient client;
    private final Map<ScrapeSource, Supplier<String>> inProcess = new ConcurrentHashMap<>();
    private final Map<ScrapeSource, String> failures = new ConcurrentHashMap<>();
    private volatile Set<ScrapeTarget> targets = Set.of();

    private Scraper(ScraperConfig config, SeriesStore store, StoreBackend backend) {
        this.config = config;
        this.store = store;
        this.backend = backend;
        threads = Executors.newThreadPerTaskExecutor(backend.threads());
        rounds = backend.thread("scraper", this::run);
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(config.timeout())
                        .executor(threads)
                        .build();
    }

    /** A scraper that runs until it is closed, with nothing to scrape yet. */
    public static Scraper start(ScraperConfig config, SeriesStore store, StoreBackend backend) {
        var scraper = new Scraper(config, store, backend);
        scraper.rounds.start();
        return scraper;
    }

    /** Replaces the targets, all of them. */
    public void targets(Set<ScrapeTarget> all) {
        targets = Set.copyOf(all);
    }

    /** Has {@code text} read at each round, for what is in this process. */
    public void include(ScrapeSource source, Supplier<String> text) {
        inProcess.put(source, text);
    }

    /** Why a source is unknown at present: a sentence for each that failed at its last round. */
    public Map<ScrapeSource, String> failures() {
        var wanted = targets.stream().map(ScrapeTarget::source).collect(toSet());
        wanted.addAll(inProcess.keySet());
        // An answer may still come from a target that is none any more.
        failures.keySet().retainAll(wanted);
        return Map.copyOf(failures);
    }

    @Override
    public void close() {
        rounds.interrupt();
        client.shutdownNow();
        threads.shutdownNow();
    }

    private void run() {
        try {
            while (true) {
                round();
                backend.pause().of(config.interval());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        inProcess.forEach((source, text) -> take(source, text::get));
        for (var target : targets) {
            try {
                threads.execute(() -> take(target.source(), () -> ask(target)));
            } catch (RejectedExecutionException e) {
                return; // closed meanwhile
            }
        }
    }

    private void take(ScrapeSource source, Callable<String> text) {
        try {
            var at = backend.clock().instant();
            store.scrape(source, at, text.call());
            failures.remove(source);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            boolean news = failures.put(source, String.valueOf(e.getMessage())) == null;
            if (news) {
                LOG.debug("{} cannot be scraped.", source.replica(), e);
            }
        }
    }

    private String ask(ScrapeTarget target) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(target.url())
                        .header("Accept", "text/plain;version=0.0.4")
                        .build();
        var answer =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofString(), config.maxBytes()));
        try {
            HttpResponse<String> response =
                    answer.get(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != 200) {
                throw failed(target, "answered " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            throw late(target);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof HttpTimeoutException
                    ? late(target)
                    : failed(target, "failed: " + e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private StoreException late(ScrapeTarget target) {
        return failed(target, "did not answer within " + config.timeout().toMillis() + " ms");
    }

    private static StoreException failed(ScrapeTarget target, String how) {
        return new StoreException("GET " + target.url() + " " + how);
    }
}
