package dev.quipu.collector.client;

import dev.quipu.access.KeySource;
import dev.quipu.access.Role;
import dev.quipu.access.StoredKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The API keys of all tenants, as storage has them. They are kept in memory alone, hashes though they are. */
@Singleton
final class StorageKeys implements KeySource {

    private static final String PATH = "/v1/access/keys";

    private final StorageClient storage;
    private volatile Known known = new Known(Optional.empty(), List.of());

    private record Known(Optional<String> version, List<StoredKey> keys) {}

    @Inject
    StorageKeys(StorageClient storage) {
        this.storage = storage;
    }

    @Override
    public Uni<List<StoredKey>> keys() {
        return Uni.createFrom()
                .completionStage(() -> storage.list(PATH, known.version()).toCompletionStage())
                .map(this::take);
    }

    private List<StoredKey> take(ListAnswer answer) {
        return switch (answer.kind()) {
            case TOLD -> {
                known = new Known(answer.version(), parse(answer.json()));
                yield known.keys();
            }
            case SAME -> known.keys();
            case NO_SUCH_DOOR, UNAVAILABLE ->
                throw new IllegalStateException("GET " + PATH + ": expected storage's API keys, got "
                        + answer.kind().words());
        };
    }

    /**
     * Reads storage's answer, but for keys of roles that are not known here: those open nothing.
     *
     * @throws IllegalArgumentException when it is no such answer
     */
    static List<StoredKey> parse(String json) {
        try {
            JsonArray all = new JsonObject(json).getJsonArray("keys");
            List<StoredKey> keys = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                JsonObject one = all.getJsonObject(i);
                Role.of(Objects.requireNonNull(one.getString("role"))).ifPresent(role -> keys.add(key(one, role)));
            }
            return List.copyOf(keys);
        } catch (DecodeException | ClassCastException | NullPointerException | DateTimeException e) {
            throw new IllegalArgumentException("API keys: expected a list of keys, got another thing", e);
        }
    }

    private static StoredKey key(JsonObject json, Role role) {
        return new StoredKey(
                Objects.requireNonNull(json.getString("id")),
                Objects.requireNonNull(json.getString("tenant")),
                role,
                Objects.requireNonNull(json.getString("name")),
                Base64.getDecoder().decode(json.getString("salt")),
                Base64.getDecoder().decode(json.getString("hash")),
                Optional.ofNullable(json.getString("expiresAt")).map(Instant::parse));
    }
}
