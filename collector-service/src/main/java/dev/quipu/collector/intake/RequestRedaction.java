package dev.quipu.collector.intake;

import dev.quipu.collector.redaction.RedactionMeter;
import dev.quipu.collector.redaction.RedactionPlans;
import dev.quipu.model.Signal;
import dev.quipu.model.redaction.ReadRedaction;
import dev.quipu.model.redaction.Redacted;
import dev.quipu.model.redaction.RedactionPlan;
import dev.quipu.model.segment.RecordRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Takes out of requests what their tenant's rules find, while they are read and before anything keeps them. A request's key stays that of what
 * its sender sent, so that its retry is known. On workers.
 */
@Singleton
public final class RequestRedaction {

    private final RedactionPlans plans;
    private final RedactionMeter meter;

    @Inject
    public RequestRedaction(RedactionPlans plans, RedactionMeter meter) {
        this.plans = plans;
        this.meter = meter;
    }

    /** Empty when the tenant's records must not be taken now. */
    Optional<RedactionPlan> plan(Offer offer) {
        return plans.plan(offer.tenant(), offer.signal());
    }

    /** The request with what its plan takes out when it is read; the very one when that is nothing. */
    RecordRequest under(RedactionPlan plan, RecordRequest request) {
        return plan.isEmpty() ? request : request.redactedBy(plan.onRead());
    }

    /** Counts what was found in a request that is over. */
    void count(String tenant, RecordRequest request) {
        meter.count(tenant, counts(request));
    }

    /** Of every rule that found something in what was read of the request until now. */
    static List<Redacted.RuleCount> counts(RecordRequest request) {
        return request.redaction().orElse(null) instanceof ReadRedaction read ? read.counts() : List.of();
    }

    /** See {@link RedactionPlans#message}. */
    String message(String tenant, Signal signal, String text) {
        return plans.message(tenant, signal, text);
    }
}
