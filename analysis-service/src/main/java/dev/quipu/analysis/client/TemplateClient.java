package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The log templates that storage keeps. Everything fails as {@link StorageHttp} says. */
@ApplicationScoped
public class TemplateClient {

    private static final int MAX_PAGE = 1000;
    private static final int MAX_PAGE_WITH_STATE = 200;

    /** Of one answer; those with higher ids are left out. */
    private static final int MAX_TEMPLATES = 50_000;

    private final StorageHttp http;
    private final Workers workers;
    private final ObjectMapper mapper;

    TemplateClient(StorageHttp http, Workers workers, ObjectMapper mapper) {
        this.http = http;
        this.workers = workers;
        this.mapper = mapper;
    }

    /**
     * A template of a component.
     *
     * @param id by which records are searched; one number for the tenant
     * @param number by which the component's miner knows it
     * @param state what the miner knows of it; empty when it was not asked for
     * @param mergedInto the id of the template that it has become part of
     */
    public record Kept(
            int id,
            String namespace,
            String component,
            int number,
            String text,
            String sample,
            byte[] state,
            long firstTimeUnixNano,
            OptionalInt mergedInto) {}

    /** Which templates. @param component empty for all; of one name in all namespaces when no namespace is given */
    public record Query(
            String component, Optional<String> namespace, boolean withState, boolean withMerged) {}

    /** @param lastId the highest id that was ever given out to the tenant; 0 when none was */
    public record Answer(List<Kept> templates, int lastId) {}

    /** Page by page, the first 50,000. */
    public Uni<Answer> templates(String tenant, Query query) {
        return more(tenant, query, new ArrayList<>(), "");
    }

    private Uni<Answer> more(String tenant, Query query, List<Kept> found, String cursor) {
        StorageQuery request = new StorageQuery(
                        "listLogTemplates", tenant, "/v1/log-templates", StorageQuery.JSON)
                .withIfPresent("component", query.component())
                .with("state", Boolean.toString(query.withState()))
                .with("merged", Boolean.toString(query.withMerged()))
                .with("limit", Integer.toString(query.withState() ? MAX_PAGE_WITH_STATE : MAX_PAGE))
                .withIfPresent("cursor", cursor);
        query.namespace().ifPresent(namespace -> request.with("namespace", namespace));
        return page(request).chain(page -> {
            page.path("templates").forEach(template -> found.add(kept(template)));
            String next = page.path("nextCursor").asText("");
            return next.isEmpty() || next.equals("null") || found.size() >= MAX_TEMPLATES
                    ? Uni.createFrom().item(new Answer(found, page.path("lastId").asInt()))
                    : more(tenant, query, found, next);
        });
    }

    private Uni<JsonNode> page(StorageQuery query) {
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(query, share)
                    .emitOn(workers)
                    .map(this::json)
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private JsonNode json(StorageAnswer answer) {
        try {
            return answer.found() ? mapper.readTree(answer.body()) : mapper.createObjectNode();
        } catch (IOException e) {
            throw new StorageAnswerException("storage's listLogTemplates: expected JSON, got something else", e);
        }
    }

    private static Kept kept(JsonNode template) {
        try {
            return new Kept(
                    template.path("id").asInt(),
                    template.path("namespace").asText(),
                    template.path("component").asText(),
                    template.path("number").asInt(),
                    template.path("text").asText(),
                    template.path("sample").asText(),
                    template.hasNonNull("state") ? template.path("state").binaryValue() : new byte[0],
                    Long.parseUnsignedLong(template.path("firstTimeUnixNano").asText("0")),
                    template.hasNonNull("mergedInto")
                            ? OptionalInt.of(template.path("mergedInto").asInt())
                            : OptionalInt.empty());
        } catch (IOException | NumberFormatException e) {
            throw new StorageAnswerException(
                    "storage's listLogTemplates: expected templates as they are described, got something else", e);
        }
    }
}
