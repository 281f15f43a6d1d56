package dev.quipu.storage.failures;

import dev.quipu.model.segment.SegmentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Under which minutes and components the records of a segment are counted, as far as to say where those of them are
 * counted that failed. Which records of the account failed is not told; the first are taken.
 *
 * @param idsByComponent of the components that have records in it
 */
record SegmentAccount(
        SegmentId segment,
        String tenant,
        short signal,
        int bucket,
        List<Entry> entries,
        Map<List<String>, Integer> idsByComponent) {

    SegmentAccount {
        entries = List.copyOf(entries);
        idsByComponent = Map.copyOf(idsByComponent);
    }

    record Entry(int minute, int componentId, int records) {}

    /** 0 when it was not told whose records failed. */
    int componentId(ReportedFailure failure) {
        return failure.component()
                .map(component -> {
                    Integer id = idsByComponent.get(
                            List.of(component.namespace(), component.name(), component.instanceId()));
                    if (id == null) {
                        throw new IllegalArgumentException(
                                "failures.component: expected one that has records in segment " + segment + ", got '"
                                        + component.name() + "'");
                    }
                    return id;
                })
                .orElse(0);
    }

    /**
     * @throws IllegalArgumentException when more failed than there are
     */
    List<Entry> share(ReportedFailure failure) {
        int componentId = componentId(failure);
        int left = failure.records();
        List<Entry> share = new ArrayList<>();
        for (Entry entry : entries) {
            int taken = componentId == 0 || componentId == entry.componentId() ? Math.min(left, entry.records()) : 0;
            if (taken > 0) {
                share.add(new Entry(entry.minute(), entry.componentId(), taken));
                left -= taken;
            }
        }
        if (left > 0) {
            throw new IllegalArgumentException("failures.records: expected at most " + (failure.records() - left)
                    + " in segment " + segment + ", got " + failure.records());
        }
        return share;
    }
}
