package dev.quipu.analysis.alert;

import dev.quipu.analysis.client.AlertChange;
import dev.quipu.analysis.client.AlertRule;
import dev.quipu.analysis.client.KnownAlert;
import dev.quipu.model.alert.AlertState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the judgements of one time make of a rule's alerts. Laws: 1. an alert fires when its condition has held at each
 * look for as long as the rule says, and is resolved when it has not for as long as the rule says; 2. a series that has no
 * value is one whose condition does not hold; 3. of a rule that is disabled nothing fires; 4. one that fires and is silenced is
 * written again at each look.
 */
final class AlertStep {

    private final AlertRule rule;
    private final Instant at;
    private final QuietTimes quiet;
    private final List<AlertChange> changes = new ArrayList<>();

    private AlertStep(AlertRule rule, Instant at, QuietTimes quiet) {
        this.rule = rule;
        this.at = at;
        this.quiet = quiet;
    }

    /**
     * @param judged of a rule that is enabled
     * @param known all alerts of the rule
     */
    static List<AlertChange> of(
            AlertRule rule, List<Judged> judged, List<KnownAlert> known, Instant at, QuietTimes quiet) {
        AlertStep step = new AlertStep(rule, at, quiet);
        Map<String, KnownAlert> left = new HashMap<>();
        known.forEach(alert -> left.put(alert.series(), alert));
        for (Judged one : judged) {
            Optional<KnownAlert> alert = Optional.ofNullable(left.remove(one.series()));
            if (one.holds() && rule.isEnabled()) {
                quiet.end(rule.id(), one.series());
                step.holds(one, alert);
            } else {
                alert.ifPresent(standing -> step.isOver(standing, one.value(), one.summary()));
            }
        }
        left.values().forEach(alert -> step.isOver(alert, OptionalDouble.empty(), "no value any more"));
        return step.changes;
    }

    private void holds(Judged judged, Optional<KnownAlert> alert) {
        boolean isNew = alert.isEmpty() || alert.get().state() == AlertState.RESOLVED;
        if (isNew) {
            // A start has to be after that of the time before.
            Instant start = alert.map(KnownAlert::startsAt)
                    .filter(before -> !at.isAfter(before))
                    .map(before -> before.plusMillis(1))
                    .orElse(at);
            boolean firesAtOnce = rule.forDuration().isZero();
            change(judged, alert, firesAtOnce ? AlertState.FIRING : AlertState.PENDING, start);
        } else if (alert.get().state() == AlertState.PENDING
                && !at.isBefore(alert.get().startsAt().plus(rule.forDuration()))) {
            change(judged, alert, AlertState.FIRING, alert.get().startsAt());
        } else if (alert.get().state() == AlertState.FIRING && alert.get().isSilenced()) {
            // Written again, it is told when the silence is over.
            change(judged, alert, AlertState.FIRING, alert.get().startsAt());
        }
    }

    private void change(Judged judged, Optional<KnownAlert> alert, AlertState state, Instant startsAt) {
        changes.add(new AlertChange(
                judged.series(),
                judged.labels(),
                alert.map(KnownAlert::version).orElse(0),
                state,
                at.isBefore(startsAt) ? startsAt : at,
                startsAt,
                Optional.empty(),
                judged.value(),
                judged.summary()));
    }

    private void isOver(KnownAlert alert, OptionalDouble value, String summary) {
        boolean isResolved = switch (alert.state()) {
            case PENDING -> true;
            case FIRING ->
                !rule.isEnabled()
                        || !at.isBefore(
                                quiet.begin(rule.id(), alert.series(), at).plus(rule.keepFiring()));
            case RESOLVED -> false;
        };
        if (isResolved || alert.state() == AlertState.RESOLVED) {
            quiet.end(rule.id(), alert.series());
        }
        if (isResolved) {
            Instant end = at.isBefore(alert.startsAt()) ? alert.startsAt() : at;
            changes.add(new AlertChange(
                    alert.series(),
                    alert.labels(),
                    alert.version(),
                    AlertState.RESOLVED,
                    end,
                    alert.startsAt(),
                    Optional.of(end),
                    value,
                    summary));
        }
    }
}
