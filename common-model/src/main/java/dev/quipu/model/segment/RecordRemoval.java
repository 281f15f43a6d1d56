package dev.quipu.model.segment;

import dev.quipu.model.segment.SegmentHead.LedgerLine;
import dev.quipu.model.segment.SegmentHead.RequestEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Takes chosen records out of segments. What stays is written anew from its records alone: dictionaries, keys, names,
 * components and the membership filter know nothing of what went, and the records themselves do not change. A retry of a
 * client request is known as before, since the request stays in the manifest. Pure computation; memory is a few times the
 * source's size when decoded.
 */
public final class RecordRemoval {

    private RecordRemoval() {}

    /**
     * Takes records out of a segment that is stored. What its head had to say to the ledger besides its records is
     * counted long since, and left out; its requests keep their counts, as they were stored.
     *
     * @param ids asked once when something is taken out and something remains
     * @return without a segment when nothing remains
     * @throws SegmentFormatException when the segment is damaged
     */
    public static Removed<Segment> from(Segment segment, RecordChoice choice, Supplier<SegmentId> ids) {
        return SegmentReader.message("records", () -> left(segment, new Rows(segment, choice), ids));
    }

    /**
     * The same by the numbers of the rows.
     *
     * @param gone numbers as of all records of the segment in its order, from 0 on
     */
    public static Removed<Segment> from(Segment segment, BitSet gone, Supplier<SegmentId> ids) {
        return SegmentReader.message("records", () -> left(segment, new Rows(segment, gone), ids));
    }

    private static Removed<Segment> left(Segment segment, Rows rows, Supplier<SegmentId> ids) {
        if (rows.isUntouched()) {
            return Removed.nothing(segment);
        }
        return new Removed<>(
                rows.kept.length == 0 ? Optional.empty() : Optional.of(rows.write(stored(segment.head(), ids.get()))),
                rows.gone.entries());
    }

    /**
     * The same of a segment of logs, each record with its template.
     *
     * @throws SegmentFormatException when the segment is damaged
     */
    public static Removed<TemplatedSegment> from(
            TemplatedSegment source, RecordChoice choice, Supplier<SegmentId> ids) {
        return SegmentReader.message("records", () -> left(source, new Rows(source.segment(), choice), ids));
    }

    /** The same by the numbers of the rows. */
    public static Removed<TemplatedSegment> from(TemplatedSegment source, BitSet gone, Supplier<SegmentId> ids) {
        return SegmentReader.message("records", () -> left(source, new Rows(source.segment(), gone), ids));
    }

    private static Removed<TemplatedSegment> left(TemplatedSegment source, Rows rows, Supplier<SegmentId> ids) {
        if (rows.isUntouched()) {
            return Removed.nothing(source);
        }
        if (rows.kept.length == 0) {
            return new Removed<>(Optional.empty(), rows.gone.entries());
        }
        Segment written = rows.write(stored(source.segment().head(), ids.get()));
        TemplatedSegment remaining =
                new TemplatedSegment(written, source.templates().ofRows(rows.kept));
        return new Removed<>(Optional.of(remaining), rows.gone.entries());
    }

    /**
     * Takes records out of a segment that is yet to be stored. It remains even without a record, and tells the ledger what
     * went as {@link Outcome#ERASED}: records that were collected and never stored.
     *
     * @param ids asked once when something is taken out
     * @throws SegmentFormatException when the frame is damaged or is not that of these owners
     */
    public static Removed<SegmentParcel> from(SegmentParcel parcel, RecordChoice choice, Supplier<SegmentId> ids) {
        Segment segment = Segment.parse(parcel.framed());
        SegmentParcel.checkOwners(segment.head(), parcel.owners());
        return SegmentReader.message("records", () -> {
            Rows rows = new Rows(segment, choice);
            if (rows.isUntouched()) {
                return Removed.nothing(parcel);
            }
            SegmentId id = ids.get();
            Segment written = rows.write(collected(segment.head(), parcel.owners(), rows, id));
            int[] owners =
                    IntStream.of(rows.kept).map(row -> parcel.owners()[row]).toArray();
            SegmentParcel remaining = new SegmentParcel(
                    id, parcel.tenant(), parcel.signal(), parcel.collectedAtUnixNano(), owners, written.toBytes());
            return new Removed<>(Optional.of(remaining), rows.gone.entries());
        });
    }

    private static SegmentDraft stored(SegmentHead head, SegmentId id) {
        return draft(head, id, head.requests(), List.of(), List.of());
    }

    private static SegmentDraft collected(SegmentHead head, int[] owners, Rows rows, SegmentId id) {
        int[] records = new int[head.requests().size()];
        IntStream.of(rows.kept).forEach(row -> records[owners[row]]++);
        List<RequestEntry> requests = IntStream.range(0, records.length)
                .mapToObj(
                        request -> new RequestEntry(head.requests().get(request).key(), records[request]))
                .toList();
        List<LedgerLine> ledger = new ArrayList<>(head.ledger());
        ledger.addAll(rows.gone.ledgerLines(Outcome.ERASED));
        return draft(head, id, requests, ledger, head.producers());
    }

    private static SegmentDraft draft(
            SegmentHead head,
            SegmentId id,
            List<RequestEntry> requests,
            List<LedgerLine> ledger,
            List<ProducerBatch> producers) {
        return new SegmentDraft(
                id,
                head.tenant(),
                head.level(),
                head.bucket(),
                head.day(),
                head.collectedAtUnixNano(),
                requests,
                ledger,
                producers);
    }

    /** The records of a segment, told apart. */
    private static final class Rows {
        private final RecordTable table;
        /** Rows of the source that stay; in the order of what is written once it is. */
        private final int[] kept;

        private final RecordCounts gone;

        Rows(Segment segment, RecordChoice choice) {
            this(segment, table -> ChosenRows.of(table, choice));
        }

        Rows(Segment segment, BitSet gone) {
            this(segment, table -> checked(gone, table.records.rows()));
        }

        private static BitSet checked(BitSet gone, int rows) {
            if (gone.length() > rows) {
                throw new IllegalArgumentException("rows: expected below " + rows + ", got " + (gone.length() - 1));
            }
            return gone;
        }

        private Rows(Segment segment, Function<RecordTable, BitSet> choice) {
            SegmentHead head = segment.head();
            table = new RecordTable(SignalLayout.of(head.signal()), head.recordCount(), Integer.MAX_VALUE);
            new SegmentLoader(table).load(segment);
            BitSet chosen = choice.apply(table);
            gone = new RecordCounts(table);
            chosen.stream().forEach(gone::add);
            kept = IntStream.range(0, table.records.rows())
                    .filter(row -> !chosen.get(row))
                    .toArray();
        }

        boolean isUntouched() {
            return kept.length == table.records.rows();
        }

        Segment write(SegmentDraft draft) {
            return Segment.parse(SegmentWriter.write(table, kept, draft));
        }
    }
}
