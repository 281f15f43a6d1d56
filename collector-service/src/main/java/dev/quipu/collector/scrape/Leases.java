package dev.quipu.collector.scrape;

import dev.quipu.collector.client.StorageClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Which targets this collector may fetch, as storage says it for a while: collectors that share targets never fetch one
 * at the same time. A lease counts from when it was asked for, by a clock that is never set. Any thread.
 */
final class Leases {

    private static final Logger LOG = Logger.getLogger(Leases.class);
    private static final int MARGIN_PART = 10;

    private final StorageClient storage;
    private final String collector;
    private final long leaseMillis;
    private final ScrapeTarget.Defaults defaults;
    private final ScrapeResults results;
    private volatile long heldUntilNanos = System.nanoTime();
    private boolean asking;
    private long askedNanos = System.nanoTime() - Duration.ofHours(1).toNanos();

    Leases(
            StorageClient storage,
            String collector,
            Duration lease,
            ScrapeTarget.Defaults defaults,
            ScrapeResults results) {
        this.storage = storage;
        this.collector = collector;
        this.leaseMillis = lease.toMillis();
        this.defaults = defaults;
        this.results = results;
    }

    /** The targets that are this collector's, and the keys of all that it holds a lease of. */
    record Held(Map<String, ScrapeTarget> targets) {}

    /** Whether what storage said last still holds, with a tenth of the lease to spare. */
    boolean hold() {
        return heldUntilNanos - System.nanoTime() > leaseMillis * 1_000_000 / MARGIN_PART;
    }

    /** Whether a third of a lease has passed since storage was asked last, and no answer is awaited. */
    synchronized boolean due() {
        return !asking && System.nanoTime() - askedNanos >= leaseMillis * 1_000_000 / 3 - 50_000_000;
    }

    /** Asks storage; empty when it did not say anything. Never fails. */
    Future<Optional<Held>> renew(Collection<ScrapeTarget> discovered) {
        Map<String, ScrapeTarget> known = new HashMap<>();
        discovered.forEach(target -> known.put(target.key(), target));
        List<ScrapeResult> news = results.drain();
        long begun = begin();
        return storage.renewLeases(request(known, news))
                .map(answer -> answer.flatMap(leases -> take(leases, known, begun)))
                .onSuccess(held -> {
                    end();
                    if (held.isEmpty()) {
                        results.restore(news);
                    }
                });
    }

    private synchronized long begin() {
        asking = true;
        askedNanos = System.nanoTime();
        return askedNanos;
    }

    private synchronized void end() {
        asking = false;
    }

    /** Gives all leases back. */
    Future<Void> giveBack() {
        heldUntilNanos = System.nanoTime();
        return storage.returnLeases(collector);
    }

    private JsonObject request(Map<String, ScrapeTarget> known, List<ScrapeResult> news) {
        JsonArray told = new JsonArray();
        for (ScrapeResult result : news) {
            told.add(new JsonObject()
                    .put("target", result.key())
                    .put("tenant", result.tenant())
                    .put("url", result.url())
                    .put("job", result.job())
                    .put("instance", result.instance())
                    .put("at", result.at().toString())
                    .put("up", result.up())
                    .put("durationMillis", result.durationMillis())
                    .put("samples", result.samples())
                    .put("error", result.error().orElse(null)));
        }
        return new JsonObject()
                .put("collector", collector)
                .put("leaseMillis", leaseMillis)
                .put("known", new JsonArray(List.copyOf(known.keySet())))
                .put("results", told);
    }

    private Optional<Held> take(JsonObject answer, Map<String, ScrapeTarget> known, long begunNanos) {
        try {
            Set<String> leased = new HashSet<>();
            answer.getJsonArray("leases").forEach(key -> leased.add((String) key));
            Map<String, ScrapeTarget> held = new HashMap<>();
            known.values().stream()
                    .filter(target -> leased.contains(target.key()))
                    .forEach(target -> held.put(target.key(), target));
            JsonArray stored = answer.getJsonArray("targets", new JsonArray());
            for (int i = 0; i < stored.size(); i++) {
                stored(stored.getJsonObject(i)).ifPresent(target -> held.put(target.key(), target));
            }
            heldUntilNanos = begunNanos + answer.getLong("leaseMillis", leaseMillis) * 1_000_000;
            return Optional.of(new Held(held));
        } catch (ClassCastException | NullPointerException e) {
            LOG.errorf("Storage's answer about leases can not be read: %s", e.getMessage());
            return Optional.empty();
        }
    }

    /** The key is storage's: it is what the lease is of. */
    private Optional<ScrapeTarget> stored(JsonObject json) {
        Map<String, String> labels = new HashMap<>();
        json.getJsonObject("labels", new JsonObject())
                .forEach(label -> labels.put(label.getKey(), String.valueOf(label.getValue())));
        try {
            return Optional.of(ScrapeTarget.of(
                            new ScrapeTarget.Wish(
                                    json.getString("tenant"),
                                    json.getString("url"),
                                    Optional.ofNullable(json.getLong("intervalMillis")),
                                    Optional.ofNullable(json.getLong("timeoutMillis")),
                                    Optional.ofNullable(json.getString("job")),
                                    Optional.ofNullable(json.getString("instance")),
                                    labels,
                                    json.getBoolean("honorLabels", false)),
                            defaults)
                    .withKey(json.getString("key")));
        } catch (IllegalArgumentException e) {
            LOG.warnf("A stored target is not fetched: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
