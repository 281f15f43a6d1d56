package dev.quipu.benchmarks.storage;

import io.vertx.core.json.JsonObject;

/**
 * When the records of a signal happened that storage holds.
 *
 * @param minUnixNano of the earliest
 * @param maxUnixNano of the latest
 */
public record StoredTimes(long minUnixNano, long maxUnixNano) {

    private static final int FEED_PAGE = 1_000;

    /** @throws IllegalStateException when storage holds none */
    public static StoredTimes of(StorageClient storage, String signal) throws InterruptedException {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        String cursor = "0";
        while (true) {
            JsonObject page = storage.json(
                    "/v1/feed?signal=" + signal + "&limit=" + FEED_PAGE + "&after=" + StorageClient.encoded(cursor));
            for (Object entry : page.getJsonArray("segments")) {
                JsonObject segment = (JsonObject) entry;
                min = Math.min(min, number(segment, "minTimeUnixNano"));
                max = Math.max(max, number(segment, "maxTimeUnixNano"));
            }
            String next = page.getString("nextCursor", cursor);
            if (page.getJsonArray("segments").isEmpty() || next.equals(cursor)) {
                break;
            }
            cursor = next;
        }
        if (min > max) {
            throw new IllegalStateException("storage: expected " + signal + ", found none");
        }
        return new StoredTimes(min, max);
    }

    private static long number(JsonObject object, String key) {
        return Long.parseLong(object.getValue(key).toString());
    }
}
