package dev.quipu.benchmarks.query;

import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.benchmarks.storage.StoredSpans;
import java.util.List;

/**
 * Something that people ask storage.
 *
 * @param name for the reader
 * @param contentType of the answer
 */
record Question(String name, String contentType, Choice choice) {

    /** Makes the request, each time with another random choice. */
    @FunctionalInterface
    interface Choice {
        String pathAndQuery(StoredSpans stored) throws InterruptedException;
    }

    private static final String JSON = "application/json";

    /** What the product promises times for, and two more. */
    static List<Question> all() {
        return List.of(
                new Question("trace by id", "application/x-protobuf", stored -> "/v1/traces/" + stored.traceId()),
                new Question(
                        "newest 20 of a service",
                        JSON,
                        stored -> spans("service = \"" + stored.service() + "\"", "newest", 20)),
                new Question(
                        "rare attribute value, all data",
                        JSON,
                        stored -> spans(
                                "span.app.coupon.code = \"" + stored.value("app.coupon.code") + "\"", "newest", 20)),
                new Question(
                        "status and duration, all data",
                        JSON,
                        stored -> spans(
                                "status = error && duration > " + stored.between(300, 1_000) + "ms", "newest", 1_000)),
                new Question(
                        "slowest 20 with an error, all data", JSON, stored -> spans("status = error", "slowest", 20)),
                new Question(
                        "spans of one user, all data",
                        JSON,
                        stored -> spans("span.user.id = \"" + stored.value("user.id") + "\"", "newest", 100)));
    }

    /** What tells some spans from all others: every record is read. */
    static List<Question> contrasts() {
        return List.of(
                new Question(
                        "what is different about slow spans",
                        JSON,
                        stored -> contrast("duration > " + stored.between(100, 1_000) + "ms")),
                new Question(
                        "what is different about one service's failed spans",
                        JSON,
                        stored -> contrast("status = error && service = \"" + stored.service() + "\"")));
    }

    private static String contrast(String selected) {
        return "/v1/spans/contrast?from=0&selected=" + StorageClient.encoded(selected);
    }

    private static String spans(String query, String order, int limit) {
        return "/v1/spans?from=0&order=" + order + "&limit=" + limit + "&q=" + StorageClient.encoded(query);
    }
}
