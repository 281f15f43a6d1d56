package dev.quipu.access;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys that open something at present. Read by every request, replaced whole when one was made, changed or revoked;
 * what storage said last holds while it cannot be asked.
 */
@Singleton
public final class KeyRing {

    private volatile @Nullable Map<String, StoredKey> byId;

    /** From now on these, and no others. */
    public void replace(Collection<StoredKey> keys) {
        byId = keys.stream().collect(Collectors.toUnmodifiableMap(StoredKey::id, Function.identity()));
    }

    /** Whether anybody has said yet which keys there are. */
    public boolean isKnown() {
        return byId != null;
    }

    /** Whose the key is; empty when it opens nothing, for whatever reason. */
    public Optional<Caller> caller(ApiKey key, Instant now) {
        @Nullable Map<String, StoredKey> known = byId;
        return Optional.ofNullable(known == null ? null : known.get(key.id()))
                .filter(stored -> stored.opensFor(key, now))
                .map(stored -> new Caller(stored.tenant(), stored.role(), stored.name()));
    }
}
