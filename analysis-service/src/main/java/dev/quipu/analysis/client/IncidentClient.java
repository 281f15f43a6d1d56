package dev.quipu.analysis.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The incidents that storage keeps. Everything fails as {@link StorageHttp} says; with {@link StorageConflictException}
 * when somebody else has changed one since it was read.
 */
@ApplicationScoped
public class IncidentClient {

    private static final String PATH = "/v1/incidents";

    private final StorageHttp http;
    private final Workers workers;
    private final ObjectMapper mapper;

    IncidentClient(StorageHttp http, Workers workers, ObjectMapper mapper) {
        this.http = http;
        this.workers = workers;
        this.mapper = mapper;
    }

    /** Which are asked for: as storage's parameters, those that are there. */
    public record Query(
            Optional<String> state,
            Optional<String> component,
            Optional<String> from,
            Optional<String> to,
            Optional<String> limit,
            Optional<String> cursor) {

        /** Those that were open at a time or later. @param limit at most */
        public static Query since(Instant from, int limit) {
            return new Query(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(from.toString()),
                    Optional.empty(),
                    Optional.of(Integer.toString(limit)),
                    Optional.empty());
        }
    }

    /** One page, the newest start first. @param nextCursor empty on the last one */
    public record Page(List<KeptIncident> incidents, String nextCursor) {
        public Page {
            incidents = List.copyOf(incidents);
        }
    }

    public Uni<Page> list(String tenant, Query query) {
        StorageQuery ask = new StorageQuery("listIncidents", tenant, PATH, StorageQuery.JSON);
        query.state().ifPresent(state -> ask.with("state", state));
        query.component().ifPresent(component -> ask.with("component", component));
        query.from().ifPresent(from -> ask.with("from", from));
        query.to().ifPresent(to -> ask.with("to", to));
        query.limit().ifPresent(limit -> ask.with("limit", limit));
        query.cursor().ifPresent(cursor -> ask.with("cursor", cursor));
        return answer(ask, answer -> {
            JsonNode page = json(answer, "listIncidents");
            List<KeptIncident> incidents = new ArrayList<>();
            page.path("incidents").forEach(incident -> incidents.add(incident(incident)));
            return new Page(incidents, page.path("nextCursor").asText(""));
        });
    }

    /** Empty when there is none of that id. */
    public Uni<Optional<KeptIncident>> find(String tenant, UUID id) {
        StorageQuery ask = new StorageQuery("getIncident", tenant, PATH + "/" + id, StorageQuery.JSON);
        return answer(
                ask, answer -> answer.found() ? Optional.of(incident(json(answer, "getIncident"))) : Optional.empty());
    }

    /** Keeps a new one, or what has changed of one. */
    public Uni<Void> put(String tenant, KeptIncident incident) {
        StorageQuery ask = new StorageQuery("putIncident", tenant, PATH + "/" + incident.id(), StorageQuery.JSON);
        return Uni.createFrom()
                .deferred(() -> {
                    BytesInFlight.Share share = http.openShare();
                    return http.put(ask, body(incident), share).onTermination().invoke(share::close);
                })
                .replaceWithVoid();
    }

    private byte[] body(KeptIncident incident) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("version", incident.version());
        body.put("state", incident.endedAt().isPresent() ? "closed" : "open");
        body.put("startedAt", incident.startedAt().toString());
        incident.endedAt().ifPresent(end -> body.put("endedAt", end.toString()));
        body.put("components", incident.components());
        body.put("document", incident.document());
        try {
            return mapper.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeptIncident incident(JsonNode incident) {
        List<String> components = new ArrayList<>();
        incident.path("components").forEach(name -> components.add(name.asText()));
        return new KeptIncident(
                UUID.fromString(incident.path("id").asText()),
                Instant.parse(incident.path("startedAt").asText()),
                incident.hasNonNull("endedAt")
                        ? Optional.of(Instant.parse(incident.path("endedAt").asText()))
                        : Optional.empty(),
                incident.path("version").asInt(),
                components,
                incident.path("document"));
    }

    private JsonNode json(StorageAnswer answer, String question) {
        try {
            return mapper.readTree(answer.body());
        } catch (IOException e) {
            throw unexpected(question, e);
        }
    }

    private <T> Uni<T> answer(StorageQuery query, Function<StorageAnswer, T> use) {
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(query, share)
                    .emitOn(workers)
                    .map(answer -> {
                        try {
                            return use.apply(answer);
                        } catch (IllegalArgumentException | DateTimeException e) {
                            throw unexpected(query.question(), e);
                        }
                    })
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private static StorageAnswerException unexpected(String question, Throwable why) {
        return new StorageAnswerException(
                "storage's " + question + ": expected JSON as it is described, got something else", why);
    }
}
