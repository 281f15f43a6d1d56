package dev.quipu.model.segment;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentHead.LedgerLine;
import dev.quipu.model.segment.SegmentHead.RequestEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A collected segment as it is kept until storage has it, with what tells which client request each record came from:
 * so that requests that turn out to be stored already can be left out long after their bytes are gone.
 *
 * <pre>
 * version  1 byte
 * id       16 bytes
 * tenant   string
 * signal   varint
 * records  varint
 * collectedAtUnixNano  8 bytes
 * owners   runs until all records have one: varint entry of the manifest, varint records
 * framed   the rest: the segment's frame
 * </pre>
 *
 * What stands before the frame can be read when the frame can not.
 *
 * @param owners for each record in the order of the segment, its client request as a place in the head's list; shared,
 *     never changed
 * @param framed the bytes that {@link Segment#parse} reads; shared, never changed
 */
public record SegmentParcel(
        SegmentId id, String tenant, Signal signal, long collectedAtUnixNano, int[] owners, byte[] framed) {

    public static final String MEDIA_TYPE = "application/vnd.quipu.segment-parcel";

    private static final int VERSION = 1;
    private static final String PART = "parcel";

    public int records() {
        return owners.length;
    }

    public byte[] toBytes() {
        ByteSink out = new ByteSink(framed.length + 100);
        out.writeByte(VERSION);
        out.writeLong(id.collector());
        out.writeLong(id.sequence());
        out.writeString(tenant);
        out.writeVarint(signal.code());
        out.writeVarint(owners.length);
        out.writeLong(collectedAtUnixNano);
        int begin = 0;
        while (begin < owners.length) {
            int end = begin + 1;
            while (end < owners.length && owners[end] == owners[begin]) {
                end++;
            }
            out.writeVarint(owners[begin]);
            out.writeVarint(end - begin);
            begin = end;
        }
        out.writeBytes(framed, 0, framed.length);
        return out.toBytes();
    }

    /** What a parcel says of itself at its beginning. @param records in the segment */
    public record Label(SegmentId id, String tenant, Signal signal, int records, long collectedAtUnixNano) {

        /** Bytes of a parcel's beginning that are always enough to read its label. */
        public static final int MAX_BYTES = 512;

        /**
         * Reads the label of a parcel.
         *
         * @param beginning the first {@link #MAX_BYTES} of the parcel, or all of it
         * @throws SegmentFormatException when that is no parcel's beginning
         */
        public static Label read(byte[] beginning) {
            return read(new ByteSource(PART, beginning));
        }

        private static Label read(ByteSource in) {
            int version = in.readByte();
            if (version != VERSION) {
                throw in.malformed("version " + VERSION, Integer.toString(version));
            }
            return new Label(
                    new SegmentId(in.readLong(), in.readLong()),
                    in.readString(),
                    SegmentParcel.signal(in),
                    in.readCount("records", Integer.MAX_VALUE),
                    in.readLong());
        }
    }

    public Label label() {
        return new Label(id, tenant, signal, owners.length, collectedAtUnixNano);
    }

    /**
     * Reads what {@link #toBytes} wrote; the frame is not looked at.
     *
     * @throws SegmentFormatException when the bytes are not a parcel
     */
    public static SegmentParcel parse(byte[] bytes) {
        ByteSource in = new ByteSource(PART, bytes);
        Label label = Label.read(in);
        int[] owners = owners(in, label.records());
        return new SegmentParcel(
                label.id(),
                label.tenant(),
                label.signal(),
                label.collectedAtUnixNano(),
                owners,
                in.readBytes(in.remaining()));
    }

    private static Signal signal(ByteSource in) {
        int code = in.readCount("signal", Byte.MAX_VALUE);
        try {
            return Signal.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw in.malformed("a signal's code", Integer.toString(code));
        }
    }

    /** Grows as runs are read, not as is claimed: what a damaged number asks for is never allocated at once. */
    private static int[] owners(ByteSource in, int records) {
        int[] owners = new int[Math.min(records, 1 << 16)];
        int next = 0;
        while (next < records) {
            int owner = in.readCount("request", Integer.MAX_VALUE);
            int run = in.readCount("run", records - next);
            if (run == 0) {
                throw in.malformed("a run of 1 or more", "0");
            }
            if (next + run > owners.length) {
                owners = Arrays.copyOf(owners, Math.min(records, Math.max(next + run, 2 * owners.length)));
            }
            Arrays.fill(owners, next, next + run, owner);
            next += run;
        }
        return owners.length == records ? owners : Arrays.copyOf(owners, records);
    }

    /**
     * The same without the records of some client requests, which it only counts, as duplicate.
     *
     * @param duplicates requests that are stored already
     * @param newId another than this one's
     * @throws SegmentFormatException when the frame is damaged or is not that of these owners
     */
    public SegmentParcel without(Set<RequestKey> duplicates, SegmentId newId) {
        Segment segment = Segment.parse(framed);
        SegmentHead head = segment.head();
        checkOwners(head, owners);
        RecordTable table = new RecordTable(SignalLayout.of(head.signal()), owners.length, Integer.MAX_VALUE);
        new SegmentLoader(table).load(segment);
        List<RequestEntry> entries = new ArrayList<>();
        int[] entryOf = entriesWithout(head, duplicates, entries);
        RecordCounts repeated = new RecordCounts(table);
        int[] kept = new int[owners.length];
        int count = 0;
        for (int row = 0; row < owners.length; row++) {
            if (entryOf[owners[row]] < 0) {
                repeated.add(row);
            } else {
                kept[count++] = row;
            }
        }
        List<LedgerLine> ledger = new ArrayList<>(head.ledger());
        ledger.addAll(repeated.ledgerLines(Outcome.DUPLICATE));
        int[] chosen = Arrays.copyOf(kept, count);
        byte[] smaller = SegmentWriter.write(
                table,
                chosen,
                new SegmentDraft(
                        newId,
                        head.tenant(),
                        0,
                        head.bucket(),
                        head.day(),
                        head.collectedAtUnixNano(),
                        entries,
                        ledger,
                        head.producers()));
        int[] owned = new int[count];
        for (int i = 0; i < count; i++) {
            owned[i] = entryOf[owners[chosen[i]]];
        }
        return new SegmentParcel(newId, tenant, signal, collectedAtUnixNano, owned, smaller);
    }

    /** Fills in the requests that stay; for each of the old ones its new place, or -1. */
    private static int[] entriesWithout(SegmentHead head, Set<RequestKey> duplicates, List<RequestEntry> entries) {
        int[] entryOf = new int[head.requests().size()];
        for (int i = 0; i < entryOf.length; i++) {
            RequestEntry entry = head.requests().get(i);
            entryOf[i] = duplicates.contains(entry.key()) ? -1 : entries.size();
            if (entryOf[i] >= 0) {
                entries.add(entry);
            }
        }
        return entryOf;
    }

    /** @throws SegmentFormatException when the records of the head are not those of these owners */
    static void checkOwners(SegmentHead head, int[] owners) {
        require(head.recordCount() == owners.length, head.recordCount() + " owners", owners.length);
        int requests = head.requests().size();
        for (int owner : owners) {
            require(owner < requests, "a request below " + requests, owner);
        }
    }

    private static void require(boolean holds, String expected, int got) {
        if (!holds) {
            throw new SegmentFormatException(PART, expected, Integer.toString(got));
        }
    }
}
