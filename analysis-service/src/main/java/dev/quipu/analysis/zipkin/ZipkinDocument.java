package dev.quipu.analysis.zipkin;

import dev.quipu.analysis.client.FoundSpans;
import dev.quipu.analysis.read.TracesAnswer;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import zipkin2.codec.SpanBytesEncoder;

/**
 * Zipkin's answer: a list of traces, each a list of spans; or the spans of one trace alone. It has no place for
 * remarks: what does not fit is left out.
 */
final class ZipkinDocument implements TracesAnswer {

    private static final int SPANS_PER_PIECE = 256;

    private final boolean isOneTrace;
    private final int maxSpans;
    private int spans;
    private int traces;
    private boolean begun;

    private ZipkinDocument(boolean isOneTrace, int maxSpans) {
        this.isOneTrace = isOneTrace;
        this.maxSpans = maxSpans;
    }

    static ZipkinDocument ofTraces(int maxSpans) {
        return new ZipkinDocument(false, maxSpans);
    }

    static ZipkinDocument ofOneTrace(int maxSpans) {
        return new ZipkinDocument(true, maxSpans);
    }

    @Override
    public boolean begun() {
        return begun;
    }

    @Override
    public boolean full() {
        return spans >= maxSpans;
    }

    @Override
    public void leaveOut(int count) {
        // Nowhere to say so.
    }

    @Override
    public void searchWasCutShort() {
        // Nowhere to say so.
    }

    @Override
    public void tooLarge(TraceId id) {
        // Nowhere to say so.
    }

    /** An answer that breaks off is better than one that looks whole. */
    @Override
    public void failed(Throwable failure) {
        throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }

    @Override
    public Iterator<byte[]> add(List<TraceId> asked, FoundSpans found) {
        List<Trace> fitting = new ArrayList<>();
        for (Trace trace : Trace.group(found.spans())) {
            if (spans == 0 || spans + trace.spans().size() <= maxSpans) {
                fitting.add(trace);
                spans += trace.spans().size();
            }
        }
        return new Pieces(fitting);
    }

    @Override
    public byte[] end() {
        String opening = begun || isOneTrace ? "" : "[";
        begun = true;
        return (opening + (isOneTrace ? "" : "]")).getBytes(StandardCharsets.UTF_8);
    }

    private final class Pieces implements Iterator<byte[]> {
        private final Iterator<Trace> rest;
        private List<Span> open = List.of();
        private int written;

        Pieces(List<Trace> traces) {
            this.rest = traces.iterator();
        }

        @Override
        public boolean hasNext() {
            return written < open.size() || rest.hasNext();
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            if (!begun && !isOneTrace) {
                piece.write('[');
            }
            begun = true;
            int room = SPANS_PER_PIECE;
            while (room > 0 && hasNext()) {
                if (written == open.size()) {
                    open = rest.next().spans();
                    written = 0;
                    piece.write(traces++ > 0 ? ',' : ' ');
                    piece.write('[');
                }
                int until = Math.min(open.size(), written + room);
                room -= until - written;
                writeSpans(piece, until);
            }
            return piece.toByteArray();
        }

        private void writeSpans(ByteArrayOutputStream piece, int until) {
            while (written < until) {
                if (written > 0) {
                    piece.write(',');
                }
                piece.writeBytes(SpanBytesEncoder.JSON_V2.encode(ZipkinSpans.of(open.get(written++))));
            }
            if (written == open.size()) {
                piece.write(']');
            }
        }
    }
}
