package dev.quipu.analysis.fate;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.CollectorClient;
import dev.quipu.analysis.client.CollectorTroubleException;
import dev.quipu.analysis.client.FateEvidence;
import dev.quipu.model.TraceId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks, at once, the collectors that storage says hold something. Never fails: who cannot be asked has a reason. */
@ApplicationScoped
class CollectorInquiry {

    private final CollectorClient collectors;
    private final int maxCollectors;

    CollectorInquiry(CollectorClient collectors, AnalysisConfig config) {
        this.collectors = collectors;
        this.maxCollectors = config.analysis().fate().maxCollectors();
    }

    /** One of each spool, in their order. */
    Uni<List<CollectorSaid>> ask(String tenant, TraceId traceId, List<FateEvidence> spools) {
        List<Uni<CollectorSaid>> all = new ArrayList<>();
        for (FateEvidence spool : spools) {
            boolean fits = all.size() < maxCollectors;
            all.add(fits ? ask(tenant, traceId, spool) : Uni.createFrom().item(tooMany(spool)));
        }
        return Uni.join().all(all).andFailFast();
    }

    private Uni<CollectorSaid> ask(String tenant, TraceId traceId, FateEvidence spool) {
        Optional<String> url = spool.url();
        if (url.isEmpty()) {
            return Uni.createFrom().item(notAsked(spool, "it told storage no address"));
        }
        return collectors
                .find(tenant, traceId, url.get())
                .chain(found -> judge(tenant, spool, url.get(), found))
                .onFailure(CollectorTroubleException.class)
                .recoverWithItem(trouble -> notAsked(spool, String.valueOf(trouble.getMessage())));
    }

    private Uni<CollectorSaid> judge(String tenant, FateEvidence spool, String url, CollectorClient.Found found) {
        if (!isOf(spool, found.collector())) {
            return Uni.createFrom().item(notAsked(spool, "another collector answers at its address"));
        }
        if (!found.segments().isEmpty()) {
            return Uni.createFrom().item(said(CollectorSaid.Kind.SPOOLED, spool, Optional.empty(), found.segments()));
        }
        return collectors
                .spool(tenant, url)
                .map(state -> denial(spool, state))
                .onFailure(CollectorTroubleException.class)
                .recoverWithItem(trouble -> unsure(spool, "asked for its spool, " + trouble.getMessage()));
    }

    /** That it found none counts when it has the spool in which storage knows records, and can read all of it. */
    private static CollectorSaid denial(FateEvidence spool, CollectorClient.SpoolState state) {
        if (!isOf(spool, state.collector())) {
            return unsure(spool, "another collector answers at its address");
        }
        if (!state.isConfigured()) {
            return unsure(spool, "it has no spool any more");
        }
        if (state.damaged() > 0) {
            return unsure(spool, state.damaged() + " places of its spool cannot be read");
        }
        return said(CollectorSaid.Kind.NOT_SPOOLED, spool, Optional.empty(), List.of());
    }

    private static boolean isOf(FateEvidence spool, String collector) {
        return spool.collector().equals(Optional.of(collector));
    }

    private CollectorSaid tooMany(FateEvidence spool) {
        return notAsked(spool, "no more than " + maxCollectors + " collectors are asked at once");
    }

    private static CollectorSaid unsure(FateEvidence spool, String reason) {
        return said(CollectorSaid.Kind.UNSURE, spool, Optional.of(reason), List.of());
    }

    private static CollectorSaid notAsked(FateEvidence spool, String reason) {
        return said(CollectorSaid.Kind.NOT_ASKED, spool, Optional.of(reason), List.of());
    }

    private static CollectorSaid said(
            CollectorSaid.Kind kind,
            FateEvidence spool,
            Optional<String> reason,
            List<FateEvidence.SpooledSegment> segments) {
        return new CollectorSaid(kind, spool.collector().orElse(""), spool.url(), reason, segments, Instant.now());
    }
}
