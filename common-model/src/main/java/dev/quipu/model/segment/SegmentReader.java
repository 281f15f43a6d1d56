package dev.quipu.model.segment;

import dev.quipu.model.Component;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Metric;
import dev.quipu.model.Resource;
import dev.quipu.model.otlp.MetricWire;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ResourceWire;
import dev.quipu.model.segment.SegmentHead.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns of one segment as they are asked for. Every chunk is verified before it is decoded, and a damaged one
 * is a {@link SegmentFormatException} that names its column. Not thread-safe.
 */
public final class SegmentReader {

    private final SegmentHead head;
    private final ChunkSource source;
    private final @Nullable RecordTemplates templates;
    private @Nullable List<Resource> resources;
    private @Nullable List<InstrumentationScope> scopes;
    private @Nullable List<Metric> metrics;
    private final Map<Integer, List<KeyValue>> attributeSets = new HashMap<>();
    private @Nullable SeriesIds seriesIds;
    private final Map<ColumnId, ByteStrings> sides = new HashMap<>();

    /** @param source must have the chunks of the columns that will be read */
    public SegmentReader(SegmentHead head, ChunkSource source) {
        this(head, source, null);
    }

    private SegmentReader(SegmentHead head, ChunkSource source, @Nullable RecordTemplates templates) {
        this.head = head;
        this.source = source;
        this.templates = templates;
    }

    /** Reads a segment that is in memory as a whole. */
    public static SegmentReader of(Segment segment) {
        return new SegmentReader(
                segment.head(),
                range -> ByteBuffer.wrap(segment.body(), range.offset(), range.length())
                        .slice());
    }

    /**
     * The same, but it knows the template of each record; without, no record has one.
     *
     * @throws IllegalArgumentException when they are not of as many log records as the segment has
     */
    public SegmentReader withTemplates(RecordTemplates ofRecords) {
        TemplatedSegment.check(head, ofRecords);
        return new SegmentReader(head, source, ofRecords);
    }

    public SegmentHead head() {
        return head;
    }

    /**
     * The spans of a row group, in a segment of traces.
     *
     * @param rowGroup 0 to {@link SegmentHead#rowGroupCount()} - 1
     */
    public SpanRows rowGroup(int rowGroup) {
        return new SpanRows(this, rowGroup);
    }

    /**
     * The log records of a row group, in a segment of logs.
     *
     * @param rowGroup 0 to {@link SegmentHead#rowGroupCount()} - 1
     */
    public LogRows logs(int rowGroup) {
        return new LogRows(this, rowGroup);
    }

    /**
     * The points of a row group, in a segment of metrics.
     *
     * @param rowGroup 0 to {@link SegmentHead#rowGroupCount()} - 1
     */
    public PointRows points(int rowGroup) {
        return new PointRows(this, rowGroup);
    }

    /**
     * The records of a row group, whatever the segment's signal.
     *
     * @param rowGroup 0 to {@link SegmentHead#rowGroupCount()} - 1
     */
    public RecordRows rows(int rowGroup) {
        return switch (head.signal()) {
            case TRACES -> rowGroup(rowGroup);
            case LOGS -> logs(rowGroup);
            case METRICS -> points(rowGroup);
        };
    }

    Optional<RecordTemplates> templates() {
        return Optional.ofNullable(templates);
    }

    TableSlice slice(Schema schema, int rowGroup) {
        return new TableSlice(
                this, schema, rowGroup, head.rowGroups().get(rowGroup).rows());
    }

    /** The distinct resources of the segment. */
    public List<Resource> resources() {
        List<Resource> known = resources;
        if (known == null) {
            known = blocks(ColumnId.RESOURCES, ResourceWire::readResource);
            resources = known;
        }
        return known;
    }

    /** The distinct scopes of the segment. */
    public List<InstrumentationScope> scopes() {
        List<InstrumentationScope> known = scopes;
        if (known == null) {
            known = blocks(ColumnId.SCOPES, ResourceWire::readScope);
            scopes = known;
        }
        return known;
    }

    /** The distinct metrics of a segment of points. */
    public List<Metric> metrics() {
        List<Metric> known = metrics;
        if (known == null) {
            known = blocks(MetricsSchema.METRICS_SIDE, MetricWire::read);
            metrics = known;
        }
        return known;
    }

    /** How many distinct lists of attributes points of the segment have. */
    int attributeSetCount() {
        return side(MetricsSchema.ATTRIBUTES_SIDE).rows();
    }

    /** One of the lists of attributes that points have, as a message. */
    ProtoReader attributeBlock(int number) {
        return block(side(MetricsSchema.ATTRIBUTES_SIDE), number);
    }

    /** One of the lists of attributes that points have. */
    List<KeyValue> attributeSet(int number) {
        return attributeSets.computeIfAbsent(
                number,
                row -> message(MetricsSchema.ATTRIBUTES_SIDE, () -> MetricWire.readAttributes(attributeBlock(row))));
    }

    /** The names of the segment's series. */
    SeriesIds seriesIds() {
        SeriesIds known = seriesIds;
        if (known == null) {
            known = new SeriesIds(this);
            seriesIds = known;
        }
        return known;
    }

    private static ProtoReader block(ByteStrings blocks, int row) {
        int code = blocks.code(row);
        return new ProtoReader(blocks.buffer(), blocks.offset(code), blocks.length(code));
    }

    /** Parses a message of a column; one that is none is damage of that column. @param column named in the error */
    static <T> T message(Object column, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (OtlpFormatException e) {
            throw new SegmentFormatException(column.toString(), "a message", String.valueOf(e.getMessage()));
        }
    }

    private <T> List<T> blocks(ColumnId id, Function<ProtoReader, T> parser) {
        ByteStrings blocks = side(id);
        List<T> parsed = new ArrayList<>(blocks.rows());
        for (int row = 0; row < blocks.rows(); row++) {
            ProtoReader block = block(blocks, row);
            parsed.add(message(id, () -> parser.apply(block)));
        }
        return parsed;
    }

    /** The columns that {@link #resources()} needs. */
    public static ColumnId resourcesColumn() {
        return ColumnId.RESOURCES;
    }

    Component componentOfResource(int resource) {
        return head.components().get(head.componentOfResource().get(resource)).component();
    }

    ByteStrings side(ColumnId id) {
        return sides.computeIfAbsent(id, side -> pooled(side, 0).orElse(ByteStrings.NONE));
    }

    /** A column's numbers in a row group; empty when the segment has no such column. */
    Optional<long[]> numbers(ColumnId id, int rowGroup) {
        return head.chunk(id, rowGroup).map(chunk -> {
            ByteSource in = open(id, chunk);
            return NumberChunk.read(id.toString(), in, checkedCount(id, chunk));
        });
    }

    Optional<ByteStrings> pooled(ColumnId id, int rowGroup) {
        return head.chunk(id, rowGroup)
                .map(chunk -> PooledChunk.read(id.toString(), open(id, chunk), checkedCount(id, chunk), MAX_CHUNK));
    }

    /** As {@link #pooled}, of a column that is there; empty when surely none of its texts has all of the runs. */
    Optional<ByteStrings> textsHolding(ColumnId id, int rowGroup, List<TextRun> runs) {
        Chunk chunk = head.chunk(id, rowGroup).orElseThrow();
        return PooledChunk.readHolding(id.toString(), open(id, chunk), checkedCount(id, chunk), MAX_CHUNK, runs);
    }

    Optional<ByteSource> raw(ColumnId id, int rowGroup) {
        return head.chunk(id, rowGroup).map(chunk -> open(id, chunk));
    }

    int count(ColumnId id, int rowGroup) {
        return head.chunk(id, rowGroup).map(Chunk::count).orElse(0);
    }

    /** No chunk decompresses to more; a damaged length cannot ask for more memory than this. */
    private static final int MAX_CHUNK = 256 << 20;

    private static int checkedCount(ColumnId id, Chunk chunk) {
        if (chunk.count() > MAX_CHUNK / Long.BYTES) {
            throw new SegmentFormatException(
                    id.toString(), "at most " + MAX_CHUNK / Long.BYTES + " values", Integer.toString(chunk.count()));
        }
        return chunk.count();
    }

    private ByteSource open(ColumnId id, Chunk chunk) {
        ByteBuffer bytes = source.chunk(chunk.range());
        if (bytes.remaining() != chunk.range().length()) {
            throw new IllegalStateException(
                    id + ": expected " + chunk.range().length() + " bytes from the source, got " + bytes.remaining());
        }
        byte[] array;
        int offset;
        if (bytes.hasArray()) {
            array = bytes.array();
            offset = bytes.arrayOffset() + bytes.position();
        } else {
            array = new byte[bytes.remaining()];
            bytes.duplicate().get(array);
            offset = 0;
        }
        CRC32C crc = new CRC32C();
        crc.update(array, offset, chunk.range().length());
        if ((int) crc.getValue() != chunk.crc32c()) {
            throw new SegmentFormatException(
                    id.toString(), "CRC32C " + Integer.toHexString(chunk.crc32c()), Integer.toHexString((int)
                            crc.getValue()));
        }
        return new ByteSource(id.toString(), array, offset, chunk.range().length());
    }
}
