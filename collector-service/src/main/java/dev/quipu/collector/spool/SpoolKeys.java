package dev.quipu.collector.spool;

import dev.quipu.access.encryption.DataKey;
import dev.quipu.access.encryption.MasterKeys;
import dev.quipu.access.encryption.UnsealException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The tenants' keys of one spool, which are in no other place: a file beside it holds them, wrapped by the master key.
 *
 * <ol>
 *   <li>A key outlives a loss of power before anything is sealed under it.
 *   <li>What is sealed under a key that was destroyed can be read by nobody again.
 *   <li>Without a master key nothing is sealed, and nothing that is can be opened.
 * </ol>
 *
 * A key stays until it is destroyed, also when nothing lies under it: each tenant that ever was spooled costs its line of
 * the file, some hundreds of bytes, and as much memory. A new tenant costs one append. Any thread.
 */
final class SpoolKeys {

    static final String FILE = "keys";

    private static final Logger LOG = Logger.getLogger(SpoolKeys.class);

    private final SpoolKeyLines file;
    private final Optional<MasterKeys> master;
    private final Map<Id, WrappedKey> keys = new LinkedHashMap<>();
    private final Map<String, WrappedKey> newest = new HashMap<>();
    private final Map<String, Instant> destroyedUntil = new HashMap<>();
    private final Map<Id, DataKey> unwrapped = new HashMap<>();
    private final Set<Id> retired = new HashSet<>();

    private record Id(String tenant, int generation) {}

    private record WrappedKey(Id id, Instant createdAt, byte[] wrapped) {

        static WrappedKey parse(JsonObject json) {
            Id id = new Id(Objects.requireNonNull(json.getString("tenant")), json.getInteger("generation"));
            return new WrappedKey(
                    id, Instant.parse(json.getString("createdAt")), Objects.requireNonNull(json.getBinary("wrapped")));
        }

        JsonObject json() {
            return new JsonObject()
                    .put("tenant", id.tenant())
                    .put("generation", id.generation())
                    .put("createdAt", createdAt.toString())
                    .put("wrapped", wrapped);
        }
    }

    /** @throws IOException when the file of the keys cannot be read, or is none */
    SpoolKeys(Path directory, Optional<MasterKeys> master) throws IOException {
        this.file = new SpoolKeyLines(directory.resolve(FILE));
        this.master = master;
        try {
            file.read().forEach(this::take);
        } catch (DecodeException | ClassCastException | NullPointerException | DateTimeException e) {
            throw new IOException(file + ": expected the keys of the spool, got another thing", e);
        }
        if (master.isPresent()) {
            rewrap(master.get());
        }
    }

    /** Keys that cannot be opened stay as they are: nothing may lie under them any more. */
    private void rewrap(MasterKeys by) throws IOException {
        Map<Id, WrappedKey> anew = new LinkedHashMap<>();
        for (WrappedKey key : keys.values()) {
            try {
                by.rewrap(key.wrapped(), key.id().tenant(), key.id().generation())
                        .ifPresent(bytes -> anew.put(key.id(), new WrappedKey(key.id(), key.createdAt(), bytes)));
            } catch (UnsealException e) {
                LOG.debugf("%s: %s", file, e.getMessage());
            }
        }
        if (!anew.isEmpty()) {
            List<WrappedKey> all = keys.values().stream()
                    .map(key -> anew.getOrDefault(key.id(), key))
                    .toList();
            write(destroyedUntil, all);
            replaceAll(all);
            LOG.infof("%s: %d keys lie under another master key now, the configured one", file, anew.size());
        }
    }

    private void take(JsonObject line) {
        String until = line.getString("destroyedUntil");
        if (until == null) {
            add(WrappedKey.parse(line));
        } else {
            destroyedUntil.put(Objects.requireNonNull(line.getString("tenant")), Instant.parse(until));
        }
    }

    private void add(WrappedKey key) {
        keys.put(key.id(), key);
        newest.merge(
                key.id().tenant(),
                key,
                (before, next) -> next.id().generation() > before.id().generation() ? next : before);
    }

    /** Whether what is spooled from now on is sealed. */
    boolean areUsed() {
        return master.isPresent();
    }

    /** The key to seal under: the tenant's newest, a new one when there is none; empty without a master key. */
    synchronized Optional<DataKey> current(String tenant) throws IOException {
        makeMissing(Set.of(tenant));
        return master.map(by -> unwrap(Objects.requireNonNull(newest.get(tenant)), by));
    }

    /** Makes keys for those of the tenants who have none to seal under, all in one write. */
    synchronized void makeMissing(Set<String> tenants) throws IOException {
        if (master.isEmpty()) {
            return;
        }
        MasterKeys by = master.get();
        List<WrappedKey> made = new ArrayList<>();
        for (String tenant : tenants) {
            WrappedKey known = newest.get(tenant);
            if (known == null || !isUsable(known, by)) {
                made.add(make(tenant, known == null ? 1 : known.id().generation() + 1, by));
            }
        }
        if (!made.isEmpty()) {
            file.append(made.stream().map(WrappedKey::json).toList());
            made.forEach(this::add);
        }
    }

    private static WrappedKey make(String tenant, int generation, MasterKeys by) {
        return new WrappedKey(new Id(tenant, generation), Instant.now(), by.wrap(DataKey.generate(tenant, generation)));
    }

    private boolean isUsable(WrappedKey key, MasterKeys by) {
        try {
            unwrap(key, by);
            return !retired.contains(key.id());
        } catch (UnsealException e) {
            LOG.warnf("%s: %s; a new key is made", file, e.getMessage());
            return false;
        }
    }

    private DataKey unwrap(WrappedKey key, MasterKeys by) {
        return unwrapped.computeIfAbsent(key.id(), id -> by.unwrap(key.wrapped(), id.tenant(), id.generation()));
    }

    /**
     * The key of that generation.
     *
     * @throws UnsealException when it is wrapped by another master key, or damaged
     * @throws IllegalStateException when there is none, or no master key
     */
    synchronized DataKey of(String tenant, int generation) {
        Id id = new Id(tenant, generation);
        DataKey known = unwrapped.get(id);
        if (known != null) {
            return known;
        }
        WrappedKey wrapped = keys.get(id);
        if (wrapped == null) {
            throw new IllegalStateException(
                    file + ": expected key generation " + generation + " of tenant " + tenant + ", got none");
        }
        MasterKeys by = master.orElseThrow(() -> new IllegalStateException(file
                + ": expected the master key that wraps it, in the file that quipu.encryption.master-key-file names,"
                + " got none"));
        return unwrap(wrapped, by);
    }

    /** Seals nothing under what is to be destroyed from here on. */
    synchronized void retire(KeyDestruction destruction) {
        keys.values().stream()
                .filter(key -> destruction.concerns(key.id().tenant(), key.createdAt()))
                .forEach(key -> retired.add(key.id()));
    }

    /** Whether it was done before: what is there since has nothing to do with it. */
    synchronized boolean isDone(KeyDestruction destruction) {
        Instant until = destroyedUntil.get(destruction.tenant());
        return until != null && !until.isBefore(destruction.at());
    }

    synchronized boolean isRetired(String tenant, int generation) {
        return retired.contains(new Id(tenant, generation));
    }

    /** Returns once the retired keys of the tenants are gone for good. */
    synchronized void destroy(Collection<KeyDestruction> destructions) throws IOException {
        Map<String, Instant> until = new HashMap<>(destroyedUntil);
        destructions.forEach(each -> until.put(each.tenant(), each.at()));
        Set<String> tenants = destructions.stream().map(KeyDestruction::tenant).collect(Collectors.toSet());
        Predicate<Id> isGone = id -> tenants.contains(id.tenant()) && retired.contains(id);
        List<WrappedKey> left =
                keys.values().stream().filter(key -> !isGone.test(key.id())).toList();
        write(until, left);
        destroyedUntil.putAll(until);
        replaceAll(left);
        unwrapped.keySet().removeIf(isGone);
        retired.removeIf(id -> tenants.contains(id.tenant()));
    }

    /** In the place of all that the file holds. */
    private void write(Map<String, Instant> until, Collection<WrappedKey> all) throws IOException {
        List<JsonObject> lines = new ArrayList<>();
        until.forEach(
                (tenant, at) -> lines.add(new JsonObject().put("tenant", tenant).put("destroyedUntil", at.toString())));
        all.forEach(key -> lines.add(key.json()));
        file.write(lines);
    }

    private void replaceAll(Collection<WrappedKey> all) {
        keys.clear();
        newest.clear();
        all.forEach(this::add);
    }
}
