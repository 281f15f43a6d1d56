package dev.quipu.benchmarks.rig.growth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found when so many spans were stored.
 *
 * @param addedSpans since the step before, which is what the intake is about
 * @param diskBytes of each table with its TOAST, and of each index, the largest first; partitions together
 */
public record GrowthStep(
        long storedSpans, long addedSpans, Intake intake, Map<String, Long> diskBytes, List<Answers> answers) {

    public GrowthStep {
        diskBytes = new LinkedHashMap<>(diskBytes);
        answers = List.copyOf(answers);
    }

    /** What this table or index takes for each span stored. */
    double diskBytesPerSpan(String relation) {
        return (double) diskBytes.getOrDefault(relation, 0L) / storedSpans;
    }

    /** All tables and indexes. */
    double diskBytesPerSpan() {
        return (double) diskBytes.values().stream().mapToLong(Long::longValue).sum() / storedSpans;
    }

    /** @throws IllegalArgumentException when it was not asked */
    Answers answersTo(String question) {
        return answers.stream()
                .filter(one -> one.question().equals(question))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("question: expected one asked, got " + question));
    }

    static GrowthStep of(JsonObject json) {
        Map<String, Long> diskBytes = new LinkedHashMap<>();
        json.getJsonObject("diskBytes")
                .forEach(relation -> diskBytes.put(relation.getKey(), ((Number) relation.getValue()).longValue()));
        return new GrowthStep(
                json.getLong("storedSpans"),
                json.getLong("addedSpans"),
                Intake.of(json.getJsonObject("intake")),
                diskBytes,
                json.getJsonArray("answers").stream()
                        .map(one -> Answers.of((JsonObject) one))
                        .toList());
    }

    JsonObject toJson() {
        JsonObject disk = new JsonObject();
        diskBytes.forEach(disk::put);
        return new JsonObject()
                .put("storedSpans", storedSpans)
                .put("addedSpans", addedSpans)
                .put("intake", intake.toJson())
                .put("diskBytes", disk)
                .put(
                        "answers",
                        new JsonArray(answers.stream().map(Answers::toJson).toList()));
    }
}
