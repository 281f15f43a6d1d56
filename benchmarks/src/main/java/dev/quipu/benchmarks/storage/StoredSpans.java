package dev.quipu.benchmarks.storage;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Picks ids, names and values at random from what storage holds, so that what is asked for exists. */
public final class StoredSpans {

    private static final int CANDIDATES = 20;

    private final StorageClient storage;
    private final SplittableRandom random;
    private final long minUnixNano;
    private final long maxUnixNano;

    private StoredSpans(StorageClient storage, long seed, long minUnixNano, long maxUnixNano) {
        this.storage = storage;
        this.random = new SplittableRandom(seed);
        this.minUnixNano = minUnixNano;
        this.maxUnixNano = maxUnixNano;
    }

    /** @throws IllegalStateException when storage holds no spans */
    public static StoredSpans of(StorageClient storage, long seed) throws InterruptedException {
        StoredTimes times = StoredTimes.of(storage, "traces");
        return new StoredSpans(storage, seed, times.minUnixNano(), times.maxUnixNano());
    }

    /** The id of some trace. */
    public String traceId() throws InterruptedException {
        return span("").getString("traceId");
    }

    /** The name of some service, those with many spans more often. */
    public String service() throws InterruptedException {
        return span("").getJsonObject("component").getString("name");
    }

    /** Some value of a span attribute that is text. */
    public String value(String key) throws InterruptedException {
        JsonObject span = span("exists(span." + key + ")");
        JsonObject trace = storage.json("/v1/traces/" + span.getString("traceId"));
        return objects(trace.getJsonArray("resourceSpans")).stream()
                .flatMap(resource -> objects(resource.getJsonArray("scopeSpans")).stream())
                .flatMap(scope -> objects(scope.getJsonArray("spans")).stream())
                .flatMap(one -> objects(one.getJsonArray("attributes", new JsonArray())).stream())
                .filter(attribute -> attribute.getString("key").equals(key))
                .map(attribute -> attribute.getJsonObject("value").getString("stringValue"))
                .findAny()
                .orElseThrow();
    }

    /** Some number of the range. */
    public int between(int from, int to) {
        return random.nextInt(from, to);
    }

    /** One of the newest before some moment; of all when none was found before several. */
    private JsonObject span(String query) throws InterruptedException {
        for (int attempt = 0; attempt < CANDIDATES; attempt++) {
            Optional<JsonObject> found = newestBefore(random.nextLong(minUnixNano, maxUnixNano + 1), query);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return newestBefore(maxUnixNano + 1, query)
                .orElseThrow(() -> new IllegalStateException("storage: expected spans for " + query + ", found none"));
    }

    private Optional<JsonObject> newestBefore(long toUnixNano, String query) throws InterruptedException {
        List<JsonObject> spans = objects(storage.json("/v1/spans?order=newest&limit=" + CANDIDATES + "&from=0&to="
                        + toUnixNano + "&q=" + StorageClient.encoded(query))
                .getJsonArray("spans"));
        return spans.isEmpty() ? Optional.empty() : Optional.of(spans.get(random.nextInt(spans.size())));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
