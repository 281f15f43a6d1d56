package dev.quipu.collector;

import com.sun.net.httpserver.HttpExchange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps storage's contract for leases of targets, in memory: a key is leased to one collector at a time, what a collector
 * has above its share it may not renew and others get once it has run out, and a discovered key is for those only that
 * know it.
 */
public final class LeaseStandIn {

    private record Lease(String collector, long untilNanos) {}

    private final Map<String, Lease> leases = new HashMap<>();
    private final Map<String, Long> aliveUntilNanos = new HashMap<>();
    private final Map<String, Set<String>> known = new HashMap<>();
    private final Map<String, JsonObject> stored = new TreeMap<>();
    private final Map<String, JsonObject> results = new HashMap<>();
    private boolean away;
    private boolean generous;

    /** A target as storage keeps it. */
    public synchronized void store(JsonObject target) {
        stored.put(target.getString("key"), target);
    }

    public synchronized void forget(String key) {
        stored.remove(key);
    }

    /** Whether storage does not answer. */
    public synchronized void away(boolean now) {
        away = now;
    }

    /** Whether everybody gets everything, as no storage does. */
    public synchronized void generous(boolean now) {
        generous = now;
    }

    public synchronized void clear() {
        leases.clear();
        aliveUntilNanos.clear();
        known.clear();
        stored.clear();
        results.clear();
        away = false;
        generous = false;
    }

    /** The latest result of each target. */
    public synchronized Map<String, JsonObject> results() {
        return Map.copyOf(results);
    }

    public synchronized long leasesOf(String collector) {
        return leases.values().stream()
                .filter(lease -> lease.collector().equals(collector))
                .count();
    }

    public synchronized Set<String> collectors() {
        return Set.copyOf(aliveUntilNanos.keySet());
    }

    void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        byte[] answer;
        synchronized (this) {
            if (away) {
                exchange.sendResponseHeaders(503, -1);
                exchange.close();
                return;
            }
            if (exchange.getRequestMethod().equals("DELETE")) {
                String path = exchange.getRequestURI().getPath();
                giveBack(path.substring(path.lastIndexOf('/') + 1));
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
                return;
            }
            answer = renew(new JsonObject(new String(body))).toBuffer().getBytes();
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void giveBack(String collector) {
        leases.values().removeIf(lease -> lease.collector().equals(collector));
        aliveUntilNanos.remove(collector);
        known.remove(collector);
    }

    private JsonObject renew(JsonObject request) {
        long now = System.nanoTime();
        String collector = request.getString("collector");
        long until = now + request.getLong("leaseMillis") * 1_000_000;
        aliveUntilNanos.values().removeIf(end -> end <= now);
        known.keySet().retainAll(aliveUntilNanos.keySet());
        aliveUntilNanos.put(collector, until);
        Set<String> mine = new HashSet<>();
        request.getJsonArray("known").forEach(key -> mine.add((String) key));
        known.put(collector, mine);
        request.getJsonArray("results").forEach(result -> {
            JsonObject one = (JsonObject) result;
            results.put(one.getString("target"), one);
        });
        Set<String> targets = new TreeSet<>(stored.keySet());
        known.values().forEach(targets::addAll);
        leases.values().removeIf(lease -> lease.untilNanos() <= now);
        int share = (targets.size() + aliveUntilNanos.size() - 1) / aliveUntilNanos.size();
        List<String> held = new ArrayList<>();
        if (generous) {
            share = targets.size();
            leases.clear();
        }
        for (String key : targets) {
            Lease lease = leases.get(key);
            if (lease != null && lease.collector().equals(collector) && held.size() < share) {
                held.add(key);
            }
        }
        for (String key : targets) {
            if (held.size() < share && !leases.containsKey(key) && (stored.containsKey(key) || mine.contains(key))) {
                held.add(key);
            }
        }
        held.forEach(key -> leases.put(key, new Lease(collector, until)));
        JsonArray full = new JsonArray();
        held.stream().filter(stored::containsKey).forEach(key -> full.add(stored.get(key)));
        return new JsonObject()
                .put("leaseMillis", request.getLong("leaseMillis"))
                .put("collectors", aliveUntilNanos.size())
                .put("leases", new JsonArray(held))
                .put("targets", full);
    }
}
