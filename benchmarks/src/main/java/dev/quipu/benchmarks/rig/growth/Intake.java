package dev.quipu.benchmarks.rig.growth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What it took to add spans, from the first request until they were merged and analysed.
 *
 * @param spansPerSecond acknowledged, as fast as answers came
 * @param wireBytesPerSpan of OTLP, uncompressed
 * @param logBytesPerSpan of PostgreSQL's write-ahead log
 * @param mergedPerSecond spans that one merge after the other rewrites in a second
 */
public record Intake(
        double spansPerSecond,
        double wireBytesPerSpan,
        double logBytesPerSpan,
        double mergedPerSecond,
        List<Hop> hops) {

    public Intake {
        hops = List.copyOf(hops);
    }

    /** Of all hops together. */
    public double cpuMicrosPerSpan() {
        return hops.stream().mapToDouble(Hop::cpuMicrosPerSpan).sum();
    }

    /** @throws IllegalArgumentException when there is none of that name */
    Hop hop(String name) {
        return hops.stream()
                .filter(hop -> hop.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("hop: expected " + name + ", got " + hops));
    }

    static Intake of(JsonObject json) {
        return new Intake(
                json.getDouble("spansPerSecond"),
                json.getDouble("wireBytesPerSpan"),
                json.getDouble("logBytesPerSpan"),
                json.getDouble("mergedPerSecond"),
                json.getJsonArray("hops").stream()
                        .map(hop -> Hop.of((JsonObject) hop))
                        .toList());
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("spansPerSecond", spansPerSecond)
                .put("wireBytesPerSpan", wireBytesPerSpan)
                .put("logBytesPerSpan", logBytesPerSpan)
                .put("mergedPerSecond", mergedPerSecond)
                .put("hops", new JsonArray(hops.stream().map(Hop::toJson).toList()));
    }
}
