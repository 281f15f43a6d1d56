package dev.quipu.analysis.incident;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quipu.analysis.client.KeptIncident;
import dev.quipu.analysis.incident.IncidentCauses.Asked;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One look at a tenant's last minutes: which incidents there are by them, and what of that is not kept yet.
 *
 * @param toUnixSeconds end of the last minute
 */
record IncidentTick(String tenant, ServedMinutes minutes, long toUnixSeconds, CallPaths paths) {

    /** The same symptom may be found to begin a few minutes earlier or later when more of its spans have come. */
    private static final long SAME_SECONDS = 180;

    /**
     * A symptom that began so long after the first minute, or before, is carried on as it is known: too little is left of
     * what was usual to find it again.
     */
    private static final long CARRIED_SECONDS = 3600;

    /**
     * What an incident is now.
     *
     * @param known as it is kept; empty when it is new
     * @param causesWanted what has to be looked at for causes; empty when those that are known do
     */
    record Change(
            UUID id,
            Optional<KnownIncident> known,
            IncidentDocument document,
            Instant startedAt,
            Optional<Instant> endedAt,
            Optional<Asked> causesWanted) {

        KeptIncident kept(JsonNode complete) {
            Set<String> components = new LinkedHashSet<>();
            document.symptoms().forEach(symptom -> components.add(symptom.component()));
            return new KeptIncident(
                    id,
                    startedAt,
                    endedAt,
                    known.map(one -> one.kept().version()).orElse(0),
                    List.copyOf(components),
                    complete);
        }

        /** Whether all that is kept already. */
        boolean isSameAs(IncidentDocument complete) {
            return known.map(one -> one.document().equals(complete)
                            && one.kept().startedAt().equals(startedAt)
                            && one.kept().endedAt().equals(endedAt))
                    .orElse(false);
        }
    }

    /** @param fromUnixSeconds start of the first minute */
    List<Change> changes(List<KnownIncident> known, long fromUnixSeconds) {
        List<Symptom> old = known.stream()
                .flatMap(incident -> incident.symptoms().stream())
                .filter(symptom -> symptom.sinceUnixSeconds() < fromUnixSeconds + CARRIED_SECONDS)
                .toList();
        List<KnownIncident> unmatched = new ArrayList<>(known);
        List<Change> changes = new ArrayList<>();
        SymptomGroups.of(minutes.symptoms(old), paths).forEach(group -> {
            Optional<KnownIncident> same =
                    unmatched.stream().filter(one -> isSame(one, group)).findFirst();
            same.ifPresent(unmatched::remove);
            changes.add(change(same, group));
        });
        unmatched.stream().filter(KnownIncident::isOpen).forEach(gone -> changes.add(closed(gone)));
        return changes;
    }

    private static boolean isSame(KnownIncident incident, List<Symptom> group) {
        return incident.symptoms().stream()
                .anyMatch(old -> group.stream()
                        .anyMatch(symptom -> symptom.isOfSame(old)
                                && Math.abs(symptom.sinceUnixSeconds() - old.sinceUnixSeconds()) <= SAME_SECONDS));
    }

    private Change change(Optional<KnownIncident> known, List<Symptom> symptoms) {
        long start =
                symptoms.stream().mapToLong(Symptom::sinceUnixSeconds).min().orElseThrow();
        Optional<Instant> end = symptoms.stream().anyMatch(Symptom::isOpen)
                ? Optional.empty()
                : symptoms.stream()
                        .map(symptom ->
                                Instant.ofEpochSecond(symptom.untilUnixSeconds().orElseThrow()))
                        .max(Instant::compareTo);
        IncidentDocument found = IncidentDocument.of(symptoms);
        IncidentDocument document =
                known.map(one -> found.withCausesOf(one.document())).orElse(found);
        Instant startedAt = Instant.ofEpochSecond(start);
        return new Change(
                known.map(one -> one.kept().id()).orElseGet(() -> id(symptoms.get(0))),
                known,
                document,
                startedAt,
                end,
                causesWanted(document, start, symptoms));
    }

    /** The same for every replica that finds it. */
    private UUID id(Symptom first) {
        String name = first.sinceUnixSeconds() + "/" + tenant + "/" + first.component() + "/" + first.kind();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Causes are looked for as soon as there is enough of it, and once more when there is all that is looked at. */
    private Optional<Asked> causesWanted(IncidentDocument document, long start, List<Symptom> symptoms) {
        long most = Math.min(IncidentCauses.MAX_SECONDS, minutes.servedBefore(start) - IncidentCauses.GUARD_SECONDS);
        long length = Math.min(most, toUnixSeconds - start);
        long known = document.causesPeriod()
                .map(period -> Duration.between(period.from(), period.to()).toSeconds())
                .orElse(0L);
        boolean isEnough = length >= IncidentCauses.MIN_SECONDS && (known == 0 || length == most && known < most);
        return isEnough
                ? Optional.of(new Asked(start, start + length, SymptomGroups.foremost(symptoms, paths)))
                : Optional.empty();
    }

    /** What was found before and is not any more, now that more spans have come. */
    private Change closed(KnownIncident gone) {
        Instant end = Instant.ofEpochSecond(toUnixSeconds);
        List<Symptom> over = gone.symptoms().stream()
                .map(symptom -> symptom.isOpen() ? symptom.until(toUnixSeconds) : symptom)
                .toList();
        return new Change(
                gone.kept().id(),
                Optional.of(gone),
                IncidentDocument.of(over).withCausesOf(gone.document()),
                gone.kept().startedAt(),
                Optional.of(end.isBefore(gone.kept().startedAt()) ? gone.kept().startedAt() : end),
                Optional.empty());
    }
}
