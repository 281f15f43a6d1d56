package dev.quipu.access;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The keys that open something at present. Read by every request, replaced whole when one was made, changed or revoked;
 * what storage said last holds while it cannot be asked.
 */
public final class KeyRing {

    private volatile Map<String, StoredKey> byId = Map.of();

    /** From now on these, and no others. */
    public void replace(Collection<StoredKey> keys) {
        byId = keys.stream().collect(Collectors.toUnmodifiableMap(StoredKey::id, Function.identity()));
    }

    /** Whose the key is; empty when it opens nothing, for whatever reason. */
    public Optional<Caller> caller(ApiKey key, Instant now) {
        return Optional.ofNullable(byId.get(key.id()))
                .filter(stored -> stored.opensFor(key, now))
                .map(stored -> new Caller(stored.tenant(), stored.role(), stored.name()));
    }
}
