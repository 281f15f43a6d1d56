package dev.quipu.model.segment;

import dev.quipu.model.segment.SegmentHead.LedgerLine;
import dev.quipu.model.segment.SegmentHead.RequestEntry;
import java.util.List;

/** What a segment's writer is told about it; the rest of the head follows from the rows. */
record SegmentDraft(
        SegmentId id,
        String tenant,
        int level,
        int bucket,
        int day,
        long collectedAtUnixNano,
        List<RequestEntry> requests,
        List<LedgerLine> ledger,
        List<ProducerBatch> producers) {}
