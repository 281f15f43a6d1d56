package dev.quipu.collector.spool;

import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.MembershipFilter;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks a trace up in what is spooled. Reads every spooled segment of the tenant: for questions of people. */
final class SpooledTraces {

    private final Spool spool;

    SpooledTraces(Spool spool) {
        this.spool = spool;
    }

    /** Blocks on the disk. What is delivered meanwhile may be found or not. */
    List<Spooling.FoundSegment> find(String tenant, TraceId id) throws IOException {
        List<Spooling.FoundSegment> found = new ArrayList<>();
        for (SpoolFile file : spool.files().list()) {
            SpoolCursor cursor = new SpoolCursor(file);
            for (Optional<SpoolEntry> entry = cursor.next(); entry.isPresent(); entry = cursor.next()) {
                if (entry.get().label().signal() == Signal.TRACES
                        && entry.get().label().tenant().equals(tenant)) {
                    find(entry.get(), id).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private Optional<Spooling.FoundSegment> find(SpoolEntry entry, TraceId id) throws IOException {
        try {
            Segment segment = Segment.parse(spool.read(entry).framed());
            if (!MembershipFilter.mightContain(segment.filter(), MembershipFilter.hashOfTrace(id))) {
                return Optional.empty();
            }
            SegmentReader reader = SegmentReader.of(segment);
            int records = 0;
            for (int group : segment.head().rowGroupsOf(id)) {
                int[] rows = reader.rowGroup(group).rowsOf(id);
                records += rows[1] - rows[0];
            }
            SegmentId segmentId = entry.label().id();
            return records == 0
                    ? Optional.empty()
                    : Optional.of(new Spooling.FoundSegment(
                            segmentId, records, entry.label().collectedAtUnixNano()));
        } catch (SegmentFormatException damaged) {
            return Optional.empty(); // counted where it is delivered
        }
    }
}
