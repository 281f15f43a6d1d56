package dev.quipu.analysis.feed;

import dev.quipu.analysis.client.FeedPartClient;
import dev.quipu.analysis.template.TemplateMemory;
import dev.quipu.analysis.template.TemplateStep;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** Templates of log records, counted, and of each record which. */
final class LogDigester implements Digester {

    /** With so many records a step ends, in the middle of a page too. */
    private static final int MAX_RECORDS = 50_000;

    /** Likewise with so many templates that have changed. */
    private static final int MAX_CHANGES = 5_000;

    private final TemplateMemory memory;

    LogDigester(TemplateMemory memory) {
        this.memory = memory;
    }

    /** Templates are read when a component's records come. */
    @Override
    public Uni<Void> remember(String place) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Findings begin() {
        return new Found();
    }

    @Override
    public Findings beginLeftOut(Part part) {
        return new Found();
    }

    @Override
    public void reached(String cursor, Optional<Instant> watermark) {
        memory.committed();
    }

    @Override
    public void forget() {
        memory.forget();
    }

    private final class Found implements Findings {

        private final TemplateStep step = new TemplateStep(memory);

        @Override
        public boolean wants(Signal signal) {
            return signal == Signal.LOGS;
        }

        @Override
        public Uni<Void> prepare(String tenant, Segment segment) {
            return step.prepare(tenant, segment);
        }

        @Override
        public void add(SegmentId id, String tenant, Segment segment) {
            step.add(id, tenant, segment);
        }

        @Override
        public boolean isFull() {
            return step.records() >= MAX_RECORDS || step.changes() >= MAX_CHANGES;
        }

        @Override
        public FeedPartClient.Additions additions() {
            return step.additions();
        }
    }
}
