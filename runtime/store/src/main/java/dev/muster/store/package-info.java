/**
 * What a fleet did: bounded stores of its series, events and logs, and the questions that the
 * Services and Logs pages ask of them.
 *
 * {@snippet :
 * var backend = StoreBackend.SYSTEM;
 * var series = new SeriesStore(SeriesConfig.standard(), backend.clock());
 * var scraper = Scraper.start(ScraperConfig.standard(), series, backend);
 * scraper.targets(Set.of(ScrapeTarget.loopback("orders", "orders-1", 21733)));
 * Optional<Traffic> traffic = series.traffic("orders", Duration.ofSeconds(10));
 *
 * var logs = LogStore.watching(Path.of(".muster/logs"), LogConfig.standard(), backend);
 * var query = LogQuery.newest(200).service("orders").level(LogLevel.WARN);
 * logs.query(query).entries().forEach(line -> print(line.message()));
 *
 * var file = Path.of(".muster/events.jsonl");
 * var events = EventStore.open(file, EventConfig.standard(), backend.clock());
 * events.append(Severity.INFO, Subject.replica("orders", "orders-2"), new Cause.ReadyAfter(took));
 * }
 *
 * <p>Its three trades, {@code log}, {@code event} and {@code metric}, know nothing of each other,
 * and each shows its own package.
 *
 * <p>Every store has a hard cap: on label sets, on bytes, on lines read for one question. What does
 * not fit is dropped, counted and said; what is not known is empty, never zero.
 */
@NullMarked
package dev.muster.store;

import org.jspecify.annotations.NullMarked;
