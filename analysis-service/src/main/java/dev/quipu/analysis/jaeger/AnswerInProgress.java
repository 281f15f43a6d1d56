package dev.quipu.analysis.jaeger;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.client.FoundSpans;
import dev.quipu.analysis.read.TracesAnswer;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Jaeger's answer: what it holds so far, how much more it may hold, and what has to be said of it at its end. */
final class AnswerInProgress implements TracesAnswer {

    private final TracesDocument document;
    private final List<JaegerError> remarks = new ArrayList<>();
    private final int limit;
    private final int maxSpans;
    private final boolean remarkMissing;
    private int spans;
    private int leftOut;

    /**
     * @param remarkMissing whether a trace that is not stored is worth a remark
     */
    AnswerInProgress(ObjectMapper mapper, int limit, int maxSpans, boolean remarkMissing) {
        this.document = new TracesDocument(mapper);
        this.limit = limit;
        this.maxSpans = maxSpans;
        this.remarkMissing = remarkMissing;
    }

    @Override
    public boolean begun() {
        return document.begun();
    }

    private void remark(JaegerError remark) {
        remarks.add(remark);
    }

    @Override
    public void searchWasCutShort() {
        remark(JaegerError.remark("storage did not look through the whole window: narrow the search"));
    }

    @Override
    public void tooLarge(TraceId id) {
        remark(JaegerError.remark("the trace is larger than an answer may be", id.hex()));
    }

    @Override
    public void failed(Throwable failure) {
        remark(JaegerError.remark("the answer is not complete: " + failure.getMessage()));
    }

    @Override
    public boolean full() {
        return spans >= maxSpans;
    }

    @Override
    public void leaveOut(int traces) {
        leftOut += traces;
    }

    @Override
    public Iterator<byte[]> add(List<TraceId> asked, FoundSpans found) {
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

    @Override
    public byte[] end() {
        if (leftOut > 0) {
            remark(JaegerError.remark(leftOut + " more traces are left out: an answer holds at most " + maxSpans
                    + " spans. Ask for fewer traces or a narrower window."));
        }
        return document.end(limit, remarks);
    }
}
