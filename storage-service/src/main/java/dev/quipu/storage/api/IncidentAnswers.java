package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quipu.storage.incidents.Incident;
import dev.quipu.storage.incidents.IncidentQuery;
import dev.quipu.storage.incidents.KeptIncident;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Incidents as clients see them. */
final class IncidentAnswers {

    static final int MAX_DOCUMENT_BYTES = 1 << 20;

    private IncidentAnswers() {}

    @Schema(name = "Incident", description = "What went wrong together.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Listed(
            @Schema(description = "Its id.", examples = "5f0c5b6e-92f5-4f3e-8000-000000000001")
            UUID id,

            @Schema(description = "open or closed.", examples = "open")
            String state,

            @Schema(description = "When it began.") Instant startedAt,

            @Schema(description = "When it ended; absent while it is open.")
            Optional<Instant> endedAt,

            @Schema(description = "When it was written last.")
            Instant updatedAt,

            @Schema(description = "Pass it when writing the incident, so that no other change is lost.", examples = "3")
            int version,

            @Schema(description = "Names of the components that it touches.", examples = "[\"cart\"]")
            List<String> components,

            @Schema(type = SchemaType.OBJECT, description = "What its writer says of it, as it was written.")
            @JsonRawValue
            String document) {
        static Listed of(KeptIncident kept) {
            Incident incident = kept.incident();
            return new Listed(
                    incident.id(),
                    incident.state().label(),
                    incident.startedAt(),
                    incident.endedAt(),
                    kept.updatedAt(),
                    kept.version(),
                    incident.components(),
                    incident.document());
        }
    }

    @Schema(name = "IncidentPage", description = "One page of incidents.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "The newest start first.") List<Listed> incidents,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor) {

        /** @param found one more than fits when there are more */
        static Page of(List<KeptIncident> found, int size) {
            List<Listed> page = found.stream().limit(size).map(Listed::of).toList();
            return new Page(page, found.size() > size ? Optional.of(cursor(page.get(size - 1))) : Optional.empty());
        }

        private static String cursor(Listed last) {
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, last.startedAt());
            return new PageCursor(micros, last.id().toString()).encoded();
        }

        static IncidentQuery.Place place(String cursor) {
            return PageCursor.read(
                    cursor,
                    last -> new IncidentQuery.Place(
                            Instant.EPOCH.plus(last.number(), ChronoUnit.MICROS), UUID.fromString(last.text())));
        }
    }

    @Schema(name = "IncidentChange", description = "What an incident should say.")
    record Change(
            @Schema(description = "The version that the change was made from; 0 for a new incident.", examples = "0")
            @Nullable
            Integer version,

            @Schema(description = "open or closed.", examples = "open") @Nullable
            String state,

            @Schema(description = "When it began: RFC 3339.", examples = "2026-01-01T00:00:00Z") @Nullable
            String startedAt,

            @Schema(
                    description = "When it ended; with the state closed and only then.",
                    examples = "2026-01-01T00:10:00Z")
            @Nullable
            String endedAt,

            @Schema(
                    description = "Names of the components that it touches, at most 1000; default none.",
                    examples = "[\"cart\"]")
            @Nullable
            List<@Nullable String> components,

            @Schema(
                    type = SchemaType.OBJECT,
                    implementation = Object.class,
                    description = "What is known of it: an object of at most 1 MiB.")
            @Nullable
            JsonNode document) {

        int expectedVersion() {
            int expected = Required.field("version", version);
            if (expected < 0) {
                throw new IllegalArgumentException("version: expected 0 or more, got " + expected);
            }
            return expected;
        }

        /**
         * @throws IllegalArgumentException when a field is not what it should be
         */
        Incident incident(UUID id) {
            return new Incident(
                    id,
                    Incident.State.ofLabel(Required.field("state", state)),
                    Times.instant("startedAt", Required.field("startedAt", startedAt)),
                    Optional.ofNullable(endedAt).map(text -> Times.instant("endedAt", text)),
                    components == null
                            ? List.of()
                            : components.stream()
                                    .map(name -> Required.field("components", name))
                                    .toList(),
                    text(Required.field("document", document)));
        }

        private static String text(JsonNode document) {
            if (!document.isObject()) {
                throw new IllegalArgumentException("document: expected an object, got "
                        + document.getNodeType().name().toLowerCase(Locale.ROOT));
            }
            String text = document.toString();
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_DOCUMENT_BYTES) {
                throw new IllegalArgumentException(
                        "document: expected at most " + MAX_DOCUMENT_BYTES + " bytes, got " + bytes);
            }
            return text;
        }
    }
}
