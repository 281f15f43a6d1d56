package dev.quipu.analysis.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Jaeger's answer to a question for traces, {@link JaegerTraces}, written in pieces as the traces come:
 *
 * <pre>
 * {"data":[ trace, trace, …  ],"total":…,"limit":…,"offset":0,"errors":…}
 * └─────── add ───────────┘└──────────────── end ──────────────────────┘
 * </pre>
 *
 * Not thread-safe: pieces are taken one after the other.
 */
final class TracesDocument {

    private static final int CHUNK_BYTES = 64 << 10;

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(2 * CHUNK_BYTES);
    private final JsonGenerator json;
    private int traces;
    private boolean begun;

    TracesDocument(ObjectMapper mapper) {
        try {
            json = mapper.getFactory().createGenerator(buffer);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.writeStartObject();
            json.writeArrayFieldStart("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether any piece was taken, so that the answer can no longer become another. */
    boolean begun() {
        return begun;
    }

    /** The pieces that these traces make, each converted and written when it is asked for. */
    Iterator<byte[]> add(Iterator<JaegerTrace> added) {
        return new Pieces(added);
    }

    /** The last piece. */
    byte[] end(int limit, List<JaegerError> errors) {
        try {
            json.writeEndArray();
            json.writeNumberField("total", traces);
            json.writeNumberField("limit", limit);
            json.writeNumberField("offset", 0);
            json.writePOJOField("errors", errors.isEmpty() ? null : errors);
            json.writeEndObject();
            return take();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] take() throws IOException {
        begun = true;
        json.flush();
        byte[] piece = buffer.toByteArray();
        buffer.reset();
        return piece;
    }

    private final class Pieces implements Iterator<byte[]> {
        private final Iterator<JaegerTrace> rest;
        private @Nullable JaegerTrace open;
        private int nextSpan;

        Pieces(Iterator<JaegerTrace> added) {
            this.rest = added;
        }

        @Override
        public boolean hasNext() {
            return open != null || rest.hasNext();
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                while (hasNext() && buffer.size() < CHUNK_BYTES) {
                    step();
                    json.flush();
                }
                return take();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void step() throws IOException {
            JaegerTrace trace = open;
            if (trace == null) {
                open = begin(rest.next());
                nextSpan = 0;
            } else if (nextSpan < trace.spans().size()) {
                json.writePOJO(trace.spans().get(nextSpan++));
            } else {
                finish(trace);
                open = null;
            }
        }

        private JaegerTrace begin(JaegerTrace trace) throws IOException {
            json.writeStartObject();
            json.writeStringField("traceID", trace.traceID());
            json.writeArrayFieldStart("spans");
            return trace;
        }

        private void finish(JaegerTrace trace) throws IOException {
            json.writeEndArray();
            json.writePOJOField("processes", trace.processes());
            json.writePOJOField("warnings", trace.warnings());
            json.writeEndObject();
            traces++;
        }
    }
}
