package dev.quipu.collector.spool;

import dev.quipu.access.encryption.DataKey;
import dev.quipu.access.encryption.MasterKey;
import dev.quipu.access.encryption.UnsealException;
import dev.quipu.collector.KeptFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
 * Any thread.
 */
final class SpoolKeys {

    static final String FILE = "keys";

    private static final Logger LOG = Logger.getLogger(SpoolKeys.class);

    private final KeptFile file;
    private final Optional<MasterKey> master;
    private final Map<Id, DataKey> unwrapped = new HashMap<>();
    private final Set<Id> retired = new HashSet<>();
    private Content content;

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

    /** @param destroyed up to which time each tenant's keys are */
    private record Content(List<WrappedKey> keys, Map<String, Instant> destroyed) {

        static Content parse(byte[] bytes) {
            JsonObject json = new JsonObject(new String(bytes, StandardCharsets.UTF_8));
            List<WrappedKey> keys = new ArrayList<>();
            json.getJsonArray("keys").forEach(key -> keys.add(WrappedKey.parse((JsonObject) key)));
            Map<String, Instant> destroyed = new HashMap<>();
            json.getJsonObject("destroyed")
                    .forEach(entry -> destroyed.put(entry.getKey(), Instant.parse((String) entry.getValue())));
            return new Content(List.copyOf(keys), Map.copyOf(destroyed));
        }

        byte[] json() {
            JsonArray list = new JsonArray();
            keys.forEach(key -> list.add(key.json()));
            JsonObject times = new JsonObject();
            destroyed.forEach((tenant, at) -> times.put(tenant, at.toString()));
            return new JsonObject()
                    .put("keys", list)
                    .put("destroyed", times)
                    .encodePrettily()
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** @throws IOException when the file of the keys cannot be read, or is none */
    SpoolKeys(Path directory, Optional<MasterKey> master) throws IOException {
        this.file = new KeptFile(directory.resolve(FILE));
        this.master = master;
        Optional<byte[]> before = file.read();
        try {
            content = before.map(Content::parse).orElse(new Content(List.of(), Map.of()));
        } catch (DecodeException | ClassCastException | NullPointerException | DateTimeException e) {
            throw new IOException(file + ": expected the keys of the spool, got another thing", e);
        }
    }

    /** Whether what is spooled from now on is sealed. */
    boolean areUsed() {
        return master.isPresent();
    }

    /** The key to seal under: the tenant's newest, a new one when there is none; empty without a master key. */
    synchronized Optional<DataKey> current(String tenant) throws IOException {
        makeMissing(Set.of(tenant));
        return master.map(by -> unwrap(newest(tenant).orElseThrow(), by));
    }

    /** Makes keys for those of the tenants who have none to seal under, all in one write. */
    synchronized void makeMissing(Set<String> tenants) throws IOException {
        if (master.isEmpty()) {
            return;
        }
        List<WrappedKey> keys = new ArrayList<>(content.keys());
        for (String tenant : tenants) {
            Optional<WrappedKey> newest = newest(tenant);
            if (newest.isEmpty() || !isUsable(newest.get(), master.get())) {
                int generation = newest.map(key -> key.id().generation()).orElse(0) + 1;
                DataKey made = DataKey.generate(tenant, generation);
                keys.add(new WrappedKey(
                        new Id(tenant, generation), Instant.now(), master.get().wrap(made)));
            }
        }
        if (keys.size() > content.keys().size()) {
            keep(new Content(List.copyOf(keys), content.destroyed()));
        }
    }

    private boolean isUsable(WrappedKey key, MasterKey by) {
        try {
            unwrap(key, by);
            return !retired.contains(key.id());
        } catch (UnsealException e) {
            LOG.warnf("%s: %s; a new key is made", file, e.getMessage());
            return false;
        }
    }

    private Optional<WrappedKey> newest(String tenant) {
        return content.keys().stream()
                .filter(key -> key.id().tenant().equals(tenant))
                .max(Comparator.comparing(key -> key.id().generation()));
    }

    private DataKey unwrap(WrappedKey key, MasterKey by) {
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
        WrappedKey wrapped = content.keys().stream()
                .filter(key -> key.id().equals(id))
                .findAny()
                .orElseThrow(() -> new IllegalStateException(
                        file + ": expected key generation " + generation + " of tenant " + tenant + ", got none"));
        MasterKey by = master.orElseThrow(() -> new IllegalStateException(file
                + ": expected the master key that wraps it, in the file that quipu.encryption.master-key-file names,"
                + " got none"));
        return unwrap(wrapped, by);
    }

    /**
     * Seals nothing under what is to be destroyed from here on.
     *
     * @return whether there is anything to destroy
     */
    synchronized boolean retire(KeyDestruction destruction) {
        List<Id> ids = content.keys().stream()
                .filter(key -> destruction.concerns(key.id().tenant(), key.createdAt()))
                .map(WrappedKey::id)
                .toList();
        retired.addAll(ids);
        return !ids.isEmpty();
    }

    /** Whether it was done before: what is there since has nothing to do with it. */
    synchronized boolean isDone(KeyDestruction destruction) {
        Instant until = content.destroyed().get(destruction.tenant());
        return until != null && !until.isBefore(destruction.at());
    }

    synchronized boolean isRetired(String tenant, int generation) {
        return retired.contains(new Id(tenant, generation));
    }

    /** Returns once the retired keys of the tenant are gone for good. */
    synchronized void destroy(KeyDestruction destruction) throws IOException {
        List<WrappedKey> left = content.keys().stream()
                .filter(key -> !key.id().tenant().equals(destruction.tenant()) || !retired.contains(key.id()))
                .toList();
        Map<String, Instant> destroyed = new HashMap<>(content.destroyed());
        destroyed.put(destruction.tenant(), destruction.at());
        keep(new Content(left, Map.copyOf(destroyed)));
        unwrapped.keySet().removeIf(id -> id.tenant().equals(destruction.tenant()) && retired.contains(id));
        retired.removeIf(id -> id.tenant().equals(destruction.tenant()));
    }

    private void keep(Content next) throws IOException {
        file.write(next.json());
        content = next;
    }
}
