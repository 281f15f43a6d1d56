package dev.quipu.model.segment;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentHead.LedgerLine;
import dev.quipu.model.segment.SegmentHead.RequestEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The records of some client requests of one signal, read together and ready to be written as segments. Pure computation on the calling
 * thread; not thread-safe.
 */
public final class RecordBatch {

    /** Wire bytes of a record, about; sizes the table. */
    private static final int RECORD_BYTES = 300;

    private final List<RecordRequest> requests;
    private final List<RequestReading> readings = new ArrayList<>();
    /** First row of each request, and one past the last row of all. */
    private final int[] firstRow;

    private final RecordTable table;
    private final RequestReader reader;

    private RecordBatch(Signal signal, List<RecordRequest> requests, IntakeLimits limits) {
        this.requests = List.copyOf(requests);
        this.firstRow = new int[requests.size() + 1];
        long bytes = requests.stream().mapToLong(RecordRequest::length).sum();
        int expectedRows = (int) Math.min(bytes / RECORD_BYTES + 64, 1 << 20);
        this.table = new RecordTable(SignalLayout.of(signal), expectedRows, AttributeColumns.MAX);
        this.reader = new RequestReader(table, limits);
        for (int i = 0; i < this.requests.size(); i++) {
            firstRow[i] = table.records.rows();
            RecordRequest request = this.requests.get(i);
            readings.add(reader.read(request));
        }
        firstRow[this.requests.size()] = table.records.rows();
    }

    /** Reads all requests. Bad input is never an exception: see {@link #reading}. */
    public static RecordBatch read(Signal signal, List<RecordRequest> requests, IntakeLimits limits) {
        return new RecordBatch(signal, requests, limits);
    }

    /** What became of the request at that place of the list. */
    public RequestReading reading(int request) {
        return readings.get(request);
    }

    /**
     * The batch cut by day and bucket, each part to become one segment; a part without records when there are only
     * rejections to tell the ledger; none when there is nothing to tell.
     *
     * @param buckets how many buckets records are spread over, 1 or more
     */
    public List<Partition> partitions(int buckets, long nowUnixNano) {
        Map<Long, LongArray> rowsOf = new TreeMap<>();
        Table records = table.records;
        for (int row = 0; row < records.rows(); row++) {
            int day = StorageDay.of(table.layout.timeUnixNano(records, row), nowUnixNano);
            long key = (long) day << 32 | bucketOf(row, buckets);
            rowsOf.computeIfAbsent(key, unseen -> new LongArray(records.rows())).add(row);
        }
        List<Partition> partitions = new ArrayList<>();
        rowsOf.forEach((key, rows) ->
                partitions.add(new Partition((int) (key >> 32), (int) (long) key, rows, partitions.isEmpty())));
        if (partitions.isEmpty() && !reader.rejections().isEmpty()) {
            partitions.add(new Partition(StorageDay.of(nowUnixNano, nowUnixNano), 0, new LongArray(1), true));
        }
        return partitions;
    }

    private int bucketOf(int row, int buckets) {
        if (buckets == 1) {
            return 0;
        }
        return (int) Long.remainderUnsigned(table.layout.bucketHash(table, row), buckets);
    }

    private int requestOf(int row) {
        int found = Arrays.binarySearch(firstRow, 0, requests.size(), row);
        int request = found >= 0 ? found : -found - 2;
        while (request + 1 < requests.size() && firstRow[request + 1] <= row) {
            request++;
        }
        return request;
    }

    /** The records of one day and bucket. */
    public final class Partition {

        private final int day;
        private final int bucket;
        private final LongArray rows;
        /** Whether this part tells what is of the whole batch: rejections, and the numbers of producers. */
        private final boolean isFirst;

        private Partition(int day, int bucket, LongArray rows, boolean isFirst) {
            this.day = day;
            this.bucket = bucket;
            this.rows = rows;
            this.isFirst = isFirst;
        }

        /** Epoch day, or {@link StorageDay#UNDATED}. */
        public int day() {
            return day;
        }

        public int bucket() {
            return bucket;
        }

        /** Records in it, those of later found duplicates included. */
        public int records() {
            return rows.size();
        }

        /** The requests that have records here, each once, in the order of the batch. */
        public List<RequestKey> keys() {
            Set<RequestKey> keys = new LinkedHashSet<>();
            int next = 0;
            while (next < rows.size()) {
                int request = requestOf((int) rows.get(next));
                keys.add(requests.get(request).key());
                next = endOf(request, next);
            }
            return List.copyOf(keys);
        }

        /** One past the last of the rows that the request has from {@code next} on. */
        private int endOf(int request, int next) {
            int end = next;
            while (end < rows.size() && rows.get(end) < firstRow[request + 1]) {
                end++;
            }
            return end;
        }

        /**
         * The segment. Can be called again, with another id, when more requests turn out to be stored already.
         *
         * @param duplicates requests whose records are only counted, as duplicate; the later of two requests of the
         *     batch with one key is one of them by itself
         */
        public SegmentParcel encode(SegmentId id, String tenant, long collectedAtUnixNano, Set<RequestKey> duplicates) {
            LongArray kept = new LongArray(rows.size());
            int[] ownerOf = new int[table.records.rows()];
            List<RequestEntry> entries = new ArrayList<>();
            RecordCounts repeated = new RecordCounts(table);
            Set<RequestKey> seen = new HashSet<>(duplicates);
            int next = 0;
            while (next < rows.size()) {
                int request = requestOf((int) rows.get(next));
                RequestKey key = requests.get(request).key();
                boolean first = seen.add(key);
                int end = endOf(request, next);
                for (int i = next; i < end; i++) {
                    int row = (int) rows.get(i);
                    if (first) {
                        ownerOf[row] = entries.size();
                        kept.add(row);
                    } else {
                        repeated.add(row);
                    }
                }
                if (first) {
                    entries.add(new RequestEntry(key, end - next));
                }
                next = end;
            }
            int[] chosen = new int[kept.size()];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = (int) kept.get(i);
            }
            SegmentDraft draft = new SegmentDraft(
                    id, tenant, 0, bucket, day, collectedAtUnixNano, entries, ledger(repeated), producers());
            byte[] framed = SegmentWriter.write(table, chosen, draft);
            int[] owners = new int[chosen.length];
            for (int i = 0; i < owners.length; i++) {
                owners[i] = ownerOf[chosen[i]];
            }
            return new SegmentParcel(id, tenant, table.layout.signal(), collectedAtUnixNano, owners, framed);
        }

        private List<ProducerBatch> producers() {
            List<ProducerBatch> producers = new ArrayList<>();
            for (int i = 0; isFirst && i < requests.size(); i++) {
                long records = readings.get(i).offered();
                requests.get(i)
                        .numbering()
                        .ifPresent(number -> producers.add(new ProducerBatch(
                                number.producer(),
                                number.epoch(),
                                number.sequence(),
                                number.count(),
                                records + number.leftOut())));
            }
            return producers;
        }

        private List<LedgerLine> ledger(RecordCounts repeated) {
            List<LedgerLine> lines = repeated.ledgerLines(Outcome.DUPLICATE);
            if (isFirst) {
                reader.rejections()
                        .forEach((cell, count) -> lines.add(new LedgerLine(
                                table.component(cell.resource()),
                                Outcome.REJECTED,
                                cell.reason().label(),
                                count,
                                0)));
            }
            return lines;
        }
    }
}
