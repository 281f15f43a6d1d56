package dev.quipu.storage.search;

import dev.quipu.model.segment.ByteRange;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.SegmentHead;
import java.util.List;

/** What a search shows of the records that it finds. */
public interface Selection<R extends RecordRows, T> {

    /** For the metrics, and so that a page of one kind is not continued as one of another. */
    String kind();

    /** Where the chunks lie that {@link #of} reads. */
    List<ByteRange> ranges(SegmentHead head, int rowGroup);

    T of(R rows, int row);

    /** Whether {@link #of} reads the templates of log records. */
    default boolean readsTemplates() {
        return false;
    }

    /** Bytes that it takes in memory and in the answer, about. */
    long bytes(T result);
}
