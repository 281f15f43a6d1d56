package dev.quipu.analysis.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.model.TenantName;
import dev.quipu.model.alert.AlertState;
import dev.quipu.model.alert.Labelled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The alert rules that storage keeps, where their alerts stand, and who is to be told. Everything fails as
 * {@link StorageHttp} says; with {@link StorageConflictException} when somebody else was first.
 */
@ApplicationScoped
public class AlertClient {

    private static final String PAGE = "1000";
    private static final String NOTICES = "/v1/alert-notices";

    private final StorageHttp http;
    private final Workers workers;
    private final ObjectMapper mapper;

    AlertClient(StorageHttp http, Workers workers, ObjectMapper mapper) {
        this.http = http;
        this.workers = workers;
        this.mapper = mapper;
    }

    /** All rules of a tenant, in storage's order. */
    public Uni<List<AlertRule>> rules(String tenant) {
        return all(
                cursor -> new Listing<>(
                        new StorageQuery("listAlertRules", tenant, "/v1/alert-rules", StorageQuery.JSON)
                                .with("limit", PAGE)
                                .withIfPresent("cursor", cursor),
                        "rules",
                        AlertClient::rule),
                "",
                List.of());
    }

    private static AlertRule rule(JsonNode rule) {
        return new AlertRule(
                rule.path("id").asLong(),
                rule.path("version").asInt(),
                rule.path("name").asText(),
                rule.path("isEnabled").asBoolean(),
                Duration.ofSeconds(rule.path("forSeconds").asLong()),
                Duration.ofSeconds(rule.path("keepFiringSeconds").asLong()),
                AlertConditionJson.read(rule.path("condition")));
    }

    /** All alerts of a rule. */
    public Uni<List<KnownAlert>> alerts(String tenant, long ruleId) {
        return all(
                cursor -> new Listing<>(
                        new StorageQuery("listAlerts", tenant, "/v1/alerts", StorageQuery.JSON)
                                .with("ruleId", Long.toString(ruleId))
                                .with("limit", PAGE)
                                .withIfPresent("cursor", cursor),
                        "alerts",
                        AlertClient::alert),
                "",
                List.of());
    }

    private static KnownAlert alert(JsonNode alert) {
        Map<String, String> labels = new TreeMap<>();
        alert.path("labels")
                .fields()
                .forEachRemaining(
                        label -> labels.put(label.getKey(), label.getValue().asText()));
        return new KnownAlert(
                alert.path("series").asText(),
                labels,
                Labelled.parse("state", AlertState.class, alert.path("state").asText()),
                Instant.parse(alert.path("since").asText()),
                Instant.parse(alert.path("startsAt").asText()),
                alert.path("isSilenced").asBoolean(),
                alert.path("version").asInt());
    }

    /** A list of storage's. @param member of its pages that holds the elements */
    private record Listing<T>(StorageQuery query, String member, Function<JsonNode, T> read) {}

    private record Page<T>(List<T> elements, String nextCursor) {}

    private <T> Uni<List<T>> all(Function<String, Listing<T>> listing, String cursor, List<T> before) {
        return page(listing.apply(cursor)).chain(page -> {
            List<T> elements = new ArrayList<>(before);
            elements.addAll(page.elements());
            return page.nextCursor().isEmpty()
                    ? Uni.createFrom().item(elements)
                    : all(listing, page.nextCursor(), elements);
        });
    }

    private <T> Uni<Page<T>> page(Listing<T> listing) {
        return json(listing.query(), page -> {
            List<T> elements = new ArrayList<>();
            page.path(listing.member())
                    .forEach(element -> elements.add(listing.read().apply(element)));
            return new Page<>(elements, page.path("nextCursor").asText(""));
        });
    }

    /** Writes where alerts of a rule stand, all of it or nothing, and makes the notices. */
    public Uni<Void> write(String tenant, AlertRule rule, List<AlertChange> changes) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ruleId", rule.id());
        body.put("ruleVersion", rule.version());
        body.put("changes", changes.stream().map(AlertClient::body).toList());
        return post(new StorageQuery("writeAlerts", tenant, "/v1/alerts/transitions", StorageQuery.JSON), body)
                .replaceWithVoid();
    }

    private static Map<String, Object> body(AlertChange change) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("series", change.series());
        body.put("labels", change.labels());
        body.put("expectedVersion", change.expectedVersion());
        body.put("state", change.state().label());
        body.put("since", change.since().toString());
        body.put("startsAt", change.startsAt().toString());
        change.resolvedAt().ifPresent(time -> body.put("resolvedAt", time.toString()));
        change.value().ifPresent(value -> body.put("value", value));
        body.put("summary", change.summary());
        return body;
    }

    /** Notices of all tenants that are due, now the caller's to deliver within the lease. */
    public Uni<List<ClaimedNotice>> claim(int limit, Duration lease) {
        StorageQuery query =
                new StorageQuery("claimNotices", TenantName.DEFAULT, NOTICES + "/claims", StorageQuery.JSON);
        return post(query, Map.of("limit", limit, "leaseSeconds", lease.toSeconds()))
                .map(answer -> {
                    List<ClaimedNotice> notices = new ArrayList<>();
                    tree(query, answer).path("notices").forEach(notice -> notices.add(notice(notice)));
                    return notices;
                });
    }

    private ClaimedNotice notice(JsonNode notice) {
        return new ClaimedNotice(
                notice.path("id").asLong(),
                notice.path("attempt").asInt(),
                notice.path("webhook").asText(),
                notice.path("url").asText(),
                notice.hasNonNull("secret") ? Optional.of(notice.path("secret").asText()) : Optional.empty(),
                encoded(notice.path("payload")));
    }

    /** The webhook took it. */
    public Uni<Void> delivered(ClaimedNotice notice) {
        return outcome(notice, Map.of("delivered", true));
    }

    /** The webhook did not take it. @param retryAfter empty to give up */
    public Uni<Void> failed(ClaimedNotice notice, String reason, Optional<Duration> retryAfter) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("delivered", false);
        body.put("reason", reason);
        body.put("attempt", notice.attempt());
        retryAfter.ifPresent(after -> body.put("retryInSeconds", after.toSeconds()));
        return outcome(notice, body);
    }

    private Uni<Void> outcome(ClaimedNotice notice, Map<String, Object> body) {
        String path = NOTICES + "/" + notice.id() + "/outcome";
        return post(new StorageQuery("tellNoticeOutcome", TenantName.DEFAULT, path, StorageQuery.JSON), body)
                .replaceWithVoid();
    }

    private Uni<StorageAnswer> post(StorageQuery query, Map<String, Object> body) {
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.post(query, encoded(body), share)
                    .emitOn(workers)
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private byte[] encoded(Object body) {
        try {
            return mapper.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> Uni<T> json(StorageQuery query, Function<JsonNode, T> read) {
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(query, share)
                    .emitOn(workers)
                    .map(answer -> {
                        try {
                            return read.apply(tree(query, answer));
                        } catch (IllegalArgumentException | DateTimeException e) {
                            throw unexpected(query, e);
                        }
                    })
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private JsonNode tree(StorageQuery query, StorageAnswer answer) {
        try {
            return mapper.readTree(answer.body());
        } catch (IOException e) {
            throw unexpected(query, e);
        }
    }

    private static StorageAnswerException unexpected(StorageQuery query, Throwable why) {
        return new StorageAnswerException(
                "storage's " + query.question() + ": expected JSON as it is described, got something else", why);
    }
}
