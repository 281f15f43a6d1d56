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
public record Question(String name, Reach reach, String contentType, Choice choice) {

    /** How far an answer has to look, the filters of segments aside. */
    public enum Reach {
        /** One trace. */
        TRACE,
        /** A page of the newest, or of what few segments hold. */
        SEARCH,
        /** Everything that may match: what is stored without end is read without end. */
        EVERYTHING
    }

    /** Makes the request, each time with another random choice. */
    @FunctionalInterface
    public interface Choice {
        String pathAndQuery(StoredSpans stored) throws InterruptedException;
    }

    private static final String JSON = "application/json";

    /** What the product promises times for, and two more. */
    static List<Question> all() {
        return List.of(
                new Question(
                        "trace by id",
                        Reach.TRACE,
                        "application/x-protobuf",
                        stored -> "/v1/traces/" + stored.traceId()),
                search("newest 20 of a service", stored -> spans(ofService(stored), "newest", 20)),
                search(
                        "rare attribute value, all data",
                        stored -> spans(
                                "span.app.coupon.code = \"" + stored.value("app.coupon.code") + "\"", "newest", 20)),
                scan(
                        "status and duration, all data",
                        stored -> spans(
                                "status = error && duration > " + stored.between(300, 1_000) + "ms", "newest", 1_000)),
                scan("slowest 20 with an error, all data", stored -> spans("status = error", "slowest", 20)),
                scan(
                        "spans of one user, all data",
                        stored -> spans("span.user.id = \"" + stored.value("user.id") + "\"", "newest", 100)));
    }

    /** Of everything that is stored, what is asked as more and more is. */
    public static List<Question> ofGrowth() {
        return List.of(
                all().get(0),
                all().get(1),
                search(
                        "newest 20 of a service with an error",
                        stored -> spans(ofService(stored) + " && status = error", "newest", 20)),
                search(
                        "newest 20 of a service slower than 100 to 300 ms",
                        stored -> spans(
                                ofService(stored) + " && duration > " + stored.between(100, 300) + "ms", "newest", 20)),
                all().get(2),
                all().get(3),
                all().get(4),
                all().get(5));
    }

    /** What tells some spans from all others: every record is read. */
    static List<Question> contrasts() {
        return List.of(
                scan(
                        "what is different about slow spans",
                        stored -> contrast("duration > " + stored.between(100, 1_000) + "ms")),
                scan(
                        "what is different about one service's failed spans",
                        stored -> contrast("status = error && " + ofService(stored))));
    }

    private static Question search(String name, Choice choice) {
        return new Question(name, Reach.SEARCH, JSON, choice);
    }

    private static Question scan(String name, Choice choice) {
        return new Question(name, Reach.EVERYTHING, JSON, choice);
    }

    private static String ofService(StoredSpans stored) throws InterruptedException {
        return "service = \"" + stored.service() + "\"";
    }

    private static String contrast(String selected) {
        return "/v1/spans/contrast?from=0&selected=" + StorageClient.encoded(selected);
    }

    private static String spans(String query, String order, int limit) {
        return "/v1/spans?from=0&order=" + order + "&limit=" + limit + "&q=" + StorageClient.encoded(query);
    }
}
