package dev.quipu.collector.intake;

import dev.quipu.collector.quota.PointRemoval;
import java.util.HashMap;
import java.util.Map;

/**
 * What a body became that is not taken as it came.
 *
 * @param protobuf an OTLP request; equal bodies give equal ones, since a request is known by its content
 * @param rejected records of the body that have no OTLP form or no place in a quota, by the reason that the ledger keeps
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

    /** Without points of series that the tenant's quota has no place for. */
    Converted without(PointRemoval.Rest rest) {
        Map<String, Long> all = new HashMap<>(rejected);
        all.merge(Refusal.QUOTA_SERIES.label(), rest.points(), Long::sum);
        String quota =
                "quota: " + Refusal.QUOTA_SERIES.sentence() + "; points of series that are new today: " + rest.points();
        return new Converted(rest.body(), all, message.isEmpty() ? quota : message + "; " + quota);
    }

    Converted withMessage(String instead) {
        return instead.equals(message) ? this : new Converted(protobuf, rejected, instead);
    }

    long rejectedRecords() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }
}
