package dev.quipu.collector.intake;

import java.util.Map;

/**
 * What a body of another form became.
 *
 * @param protobuf an OTLP request; equal bodies give equal ones, since a request is known by its content
 * @param rejected records of the body that have no OTLP form, by the reason that the ledger keeps
 * @param message what was wrong with those, for the sender; empty when there are none
 */
public record Converted(byte[] protobuf, Map<String, Long> rejected, String message) {

    public Converted {
        rejected = Map.copyOf(rejected);
    }

    /** Nothing was rejected. */
    public static Converted whole(byte[] protobuf) {
        return new Converted(protobuf, Map.of(), "");
    }

    Converted withMessage(String instead) {
        return instead.equals(message) ? this : new Converted(protobuf, rejected, instead);
    }

    long rejectedRecords() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }
}
