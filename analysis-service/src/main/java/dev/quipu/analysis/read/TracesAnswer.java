package dev.quipu.analysis.read;

import dev.quipu.analysis.client.FoundSpans;
import dev.quipu.model.TraceId;
import java.util.Iterator;
import java.util.List;

/** One answer that consists of traces, while it is written. Not thread-safe: batches come one after the other. */
public interface TracesAnswer {

    /** Whether any piece was given out, so that the answer can no longer become an error. */
    boolean begun();

    /** Whether no further trace fits. */
    boolean full();

    /** So many traces that were asked for are not given. */
    void leaveOut(int traces);

    /** Storage did not look at everything that the search is about. */
    void searchWasCutShort();

    /** The trace alone is larger than an answer may be. */
    void tooLarge(TraceId id);

    /** Reading went wrong after the answer had begun. */
    void failed(Throwable failure);

    /**
     * The pieces of the answer that these traces make, in the order in which they were asked for; each is made when it
     * is asked for.
     */
    Iterator<byte[]> add(List<TraceId> asked, FoundSpans found);

    /** The last piece. */
    byte[] end();
}
