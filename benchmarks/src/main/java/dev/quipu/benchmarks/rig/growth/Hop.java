package dev.quipu.benchmarks.rig.growth;

import io.vertx.core.json.JsonObject;

/**
 * One of the processes that a span goes through, while spans were added.
 *
 * @param cpuMicrosPerSpan user and system time, without what it takes when nothing is to be done
 * @param idleCores what it takes then
 * @param peakResidentBytes since it started; of PostgreSQL the proportional shares of its processes, while spans were added
 */
public record Hop(String name, double cpuMicrosPerSpan, double idleCores, long peakResidentBytes) {

    public static final String COLLECTOR = "collector";
    public static final String STORAGE = "storage";
    public static final String POSTGRESQL = "PostgreSQL";
    public static final String ANALYSIS = "analysis";

    static Hop of(JsonObject json) {
        return new Hop(
                json.getString("name"),
                json.getDouble("cpuMicrosPerSpan"),
                json.getDouble("idleCores"),
                json.getLong("peakResidentBytes"));
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("name", name)
                .put("cpuMicrosPerSpan", cpuMicrosPerSpan)
                .put("idleCores", idleCores)
                .put("peakResidentBytes", peakResidentBytes);
    }
}
