package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.access.KeySource;
import dev.quipu.access.Role;
import dev.quipu.access.StoredKey;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** API keys, as storage keeps them. Fails as {@link StorageHttp} says. */
@ApplicationScoped
class StorageKeys implements KeySource {

    private final StorageHttp http;
    private final ObjectMapper mapper;
    private volatile @Nullable Known known;

    /** @param tag by which storage knows this answer again */
    private record Known(Optional<String> tag, List<StoredKey> keys) {}

    StorageKeys(StorageHttp http, ObjectMapper mapper) {
        this.http = http;
        this.mapper = mapper;
    }

    @Override
    public Uni<List<StoredKey>> keys() {
        return Uni.createFrom().deferred(() -> {
            Known before = known;
            StorageQuery query = new StorageQuery(
                            "listAccessKeys", TenantName.DEFAULT, "/v1/access/keys", StorageQuery.JSON)
                    .unlessStill(before == null ? Optional.empty() : before.tag());
            BytesInFlight.Share share = http.openShare();
            return http.get(query, share)
                    .map(answer -> latest(answer, before))
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private List<StoredKey> latest(StorageAnswer answer, @Nullable Known before) {
        if (before != null && answer.isUnchanged()) {
            return before.keys();
        }
        Known now = new Known(answer.tag(), read(answer));
        known = now;
        return now.keys();
    }

    private List<StoredKey> read(StorageAnswer answer) {
        try {
            List<StoredKey> keys = new ArrayList<>();
            for (JsonNode key : mapper.readTree(answer.body()).required("keys")) {
                key(key).ifPresent(keys::add);
            }
            return List.copyOf(keys);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new StorageAnswerException(
                    "storage's API keys: expected JSON as it is described, got something else", e);
        }
    }

    /** Empty for a role that a newer storage knows: its key opens nothing here, and the others what they did. */
    private static Optional<StoredKey> key(JsonNode key) throws IOException {
        Optional<Role> role = Role.of(key.required("role").asText());
        return role.isEmpty() ? Optional.empty() : Optional.of(key(key, role.get()));
    }

    private static StoredKey key(JsonNode key, Role role) throws IOException {
        return new StoredKey(
                key.required("id").asText(),
                key.required("tenant").asText(),
                role,
                key.required("name").asText(),
                key.required("salt").binaryValue(),
                key.required("hash").binaryValue(),
                Optional.ofNullable(key.path("expiresAt").textValue()).map(Instant::parse));
    }
}
