package dev.quipu.collector.intake;

import dev.quipu.collector.redaction.RedactionMeter;
import dev.quipu.collector.redaction.RedactionPlans;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.redaction.Redacted;
import dev.quipu.model.redaction.RedactionPlan;
import dev.quipu.model.segment.RecordRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Takes out of requests what their tenant's rules find, before anything keeps them. A request's key stays that of what
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

    /**
     * The very request when nothing changes.
     *
     * @param tenant whose plan it is
     * @throws OtlpFormatException when its body can not be read
     */
    RecordRequest apply(String tenant, RedactionPlan plan, RecordRequest request) {
        if (plan.isEmpty()) {
            return request;
        }
        Redacted redacted = plan.apply(request.body(), request.length());
        meter.count(tenant, redacted.counts());
        return redacted.body() == request.body()
                ? request
                : new RecordRequest(request.key(), redacted.body(), redacted.length(), request.numbering());
    }

    /** See {@link RedactionPlans#message}. */
    String message(String tenant, Signal signal, String text) {
        return plans.message(tenant, signal, text);
    }
}
