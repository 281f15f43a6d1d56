package dev.quipu.model.segment;

import dev.quipu.model.otlp.ProtoReader;

/** Reads one entry of a scope's records (a span, a log record, a metric with its points) from its wire form. */
interface RecordReader {

    /**
     * Appends what can be kept to the table, and counts what was offered and what cannot.
     *
     * @param in narrowed to the entry
     * @throws dev.quipu.model.otlp.OtlpFormatException when the entry cannot be read at all
     */
    void read(ProtoReader in, int resource, int scope);
}
