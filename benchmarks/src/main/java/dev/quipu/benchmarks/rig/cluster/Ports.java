package dev.quipu.benchmarks.rig.cluster;

import java.util.Map;

/**
 * Where a rig listens: eleven ports in a row on loopback.
 *
 * @param first the collector's OTLP/gRPC port
 */
public record Ports(int first) {

    private static final int APART = 32;

    public Ports {
        if (first < 1_024 || first > 32_000) {
            throw new IllegalArgumentException("ports: expected the first of 1024 to 32000, got " + first);
        }
    }

    /** Those of the second of each, where there are two. */
    public Ports second() {
        return new Ports(first + APART);
    }

    public int grpc() {
        return first;
    }

    public int collector() {
        return first + 1;
    }

    int zipkin() {
        return first + 2;
    }

    public int storage() {
        return first + 3;
    }

    public int analysis() {
        return first + 4;
    }

    public int database() {
        return first + 5;
    }

    /** The wire that stands in for the collector. */
    public int wireToCollector() {
        return first + 6;
    }

    /** The wire that stands in for storage, to the collector alone. */
    public int wireToStorage() {
        return first + 7;
    }

    /** Where a service tells of its health and its metrics. */
    int management(Service service) {
        return first + 8 + service.ordinal();
    }

    /** For the launcher, as that service has to see them. */
    Map<String, String> environment(Service service) {
        return Map.of(
                "QUIPU_COLLECTOR_GRPC_PORT", Integer.toString(grpc()),
                "QUIPU_COLLECTOR_PORT", Integer.toString(collector()),
                "QUIPU_COLLECTOR_ZIPKIN_PORT", Integer.toString(zipkin()),
                "QUIPU_STORAGE_PORT", Integer.toString(service == Service.COLLECTOR ? wireToStorage() : storage()),
                "QUIPU_ANALYSIS_PORT", Integer.toString(analysis()),
                "QUIPU_DATABASE_PORT", Integer.toString(database()),
                "QUIPU_COLLECTOR_MANAGEMENT_PORT", Integer.toString(management(Service.COLLECTOR)),
                "QUIPU_STORAGE_MANAGEMENT_PORT", Integer.toString(management(Service.STORAGE)),
                "QUIPU_ANALYSIS_MANAGEMENT_PORT", Integer.toString(management(Service.ANALYSIS)));
    }

    int of(Service service) {
        return switch (service) {
            case COLLECTOR -> collector();
            case ANALYSIS -> analysis();
            case STORAGE -> storage();
        };
    }
}
