package dev.quipu.analysis.jaeger;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.client.FoundSpans;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * One answer while it is written: what it holds so far, how much more it may hold, and what has to be said of it at
 * its end. Not thread-safe: batches come one after the other.
 */
final class AnswerInProgress {

    private final TracesDocument document;
    private final List<JaegerError> remarks = new ArrayList<>();
    private final int limit;
    private final int maxSpans;
    private int spans;
    private int leftOut;

    AnswerInProgress(ObjectMapper mapper, int limit, int maxSpans) {
        this.document = new TracesDocument(mapper);
        this.limit = limit;
        this.maxSpans = maxSpans;
    }

    /** Whether any piece was given out, so that the answer can no longer become an error. */
    boolean begun() {
        return document.begun();
    }

    void remark(JaegerError remark) {
        remarks.add(remark);
    }

    /** Whether no further trace fits. */
    boolean full() {
        return spans >= maxSpans;
    }

    void leaveOut(int traces) {
        leftOut += traces;
    }

    /**
     * The pieces of the answer that these traces make, in the order in which they were asked for.
     *
     * @param remarkMissing whether a trace that is not stored is worth a remark
     */
    Iterator<byte[]> add(List<TraceId> asked, FoundSpans found, boolean remarkMissing) {
        List<JaegerTrace> traces = new ArrayList<>();
        Map<TraceId, Integer> ranks = new HashMap<>();
        asked.forEach(id -> ranks.putIfAbsent(id, ranks.size()));
        List<Trace> stored = new ArrayList<>(Trace.group(found.spans()));
        stored.sort(Comparator.comparing(trace -> ranks.getOrDefault(trace.id(), Integer.MAX_VALUE)));
        for (Trace trace : stored) {
            ranks.remove(trace.id());
            if (spans > 0 && spans + trace.spans().size() > maxSpans) {
                leaveOut(1);
            } else {
                traces.add(convert(trace, found.truncated() && stored.size() == 1));
            }
        }
        if (remarkMissing) {
            ranks.keySet().forEach(id -> remark(JaegerError.remark("trace not found", id.hex())));
        }
        if (found.truncated() && stored.size() != 1) {
            remark(JaegerError.remark("storage left out spans of these traces: they are too many for one answer"));
        }
        return document.add(traces.iterator());
    }

    private JaegerTrace convert(Trace trace, boolean truncated) {
        List<String> warnings = new ArrayList<>();
        int size = trace.spans().size();
        if (size > maxSpans) {
            warnings.add("the trace has " + size + " spans, the first " + maxSpans + " of which are given");
        }
        if (truncated) {
            warnings.add("the trace has more spans than storage gives in one answer");
        }
        spans += Math.min(size, maxSpans);
        return JaegerTrace.of(trace, maxSpans, warnings);
    }

    byte[] end() {
        if (leftOut > 0) {
            remark(JaegerError.remark(leftOut + " more traces are left out: an answer holds at most " + maxSpans
                    + " spans. Ask for fewer traces or a narrower window."));
        }
        return document.end(limit, remarks);
    }
}
