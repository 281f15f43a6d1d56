package dev.quipu.collector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.model.segment.SegmentReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An HTTP server that keeps storage's contract for {@code POST /v1/segments} and {@code POST /v1/ledger} in memory, with
 * faults on demand: the next posts meet the queued faults, each once; then it behaves.
 */
public final class StorageStandIn implements AutoCloseable {

    /** What happens to a post before or instead of the contract. */
    @FunctionalInterface
    public interface Fault {
        /** Answers the post, or does whatever else goes wrong, and returns true; false lets the contract answer. */
        boolean strikes(HttpExchange exchange, Supplier<Integer> store) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "storage-stand-in");
        thread.setContextClassLoader(StorageStandIn.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final List<SegmentId> attempts = new CopyOnWriteArrayList<>();
    private final List<JsonObject> ledgerReports = new CopyOnWriteArrayList<>();
    private final Map<SegmentId, Segment> segments = new HashMap<>();
    private final Map<String, SegmentId> requests = new HashMap<>();
    private final LeaseStandIn leases = new LeaseStandIn();
    private final ListStandIn rules = new ListStandIn("rules");
    private final ListStandIn quotas = new ListStandIn("quotas");
    private final ListStandIn keys = new ListStandIn("keys");
    private final ListStandIn erasures = new ListStandIn("erasures");
    private final ListStandIn destroyedKeys = new ListStandIn("tenants");
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();
    private final List<SegmentParcel> quarantine = new CopyOnWriteArrayList<>();
    private final Map<String, JsonObject> spoolReports = new ConcurrentHashMap<>();
    private final Map<SegmentId, Integer> poisoned = new ConcurrentHashMap<>();
    private volatile boolean ready = true;
    private volatile boolean away;
    private volatile boolean quarantines = true;

    public StorageStandIn(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        serve("/v1/segments", this::takeSegment);
        serve("/v1/ledger", this::takeReport);
        serve("/v1/quarantine", this::takeParcel);
        serve("/v1/spools", this::takeSpoolReport);
        serve("/v1/scrape/leases", leases::serve);
        serve("/v1/redaction-rules/all", rules::serve);
        serve("/v1/quotas/all", quotas::serve);
        serve("/v1/access/keys", keys::serve);
        serve("/v1/erasures/all", erasures::serve);
        serve("/v1/encryption-keys/destroyed", destroyedKeys::serve);
        serve("/v1/readiness", exchange -> answer(exchange, ready ? 200 : 503, new JsonObject()));
        server.setExecutor(threads);
        server.start();
    }

    private void serve(String path, HttpHandler door) {
        server.createContext(path, exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.put(path, String.valueOf(authorization));
            door.handle(exchange);
        });
    }

    /** By which it was asked last, at each path where it was. */
    public Map<String, String> authorizations() {
        return Map.copyOf(authorizations);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public LeaseStandIn leases() {
        return leases;
    }

    public ListStandIn rules() {
        return rules;
    }

    public ListStandIn keys() {
        return keys;
    }

    public ListStandIn erasures() {
        return erasures;
    }

    public ListStandIn destroyedKeys() {
        return destroyedKeys;
    }

    public ListStandIn quotas() {
        return quotas;
    }

    public void meet(Fault... next) {
        faults.addAll(List.of(next));
    }

    public void ready(boolean now) {
        ready = now;
    }

    /** While it is away every request is answered with 503. */
    public void away(boolean now) {
        away = now;
    }

    /** Whether the quarantine takes parcels; else it finds them wrong. */
    public void quarantines(boolean now) {
        quarantines = now;
    }

    /** From now on answers the segment of that id with this status. */
    public void poison(SegmentId id, int status) {
        poisoned.put(id, status);
    }

    public List<SegmentParcel> quarantine() {
        return List.copyOf(quarantine);
    }

    /** The latest report of each collector. */
    public Map<String, JsonObject> spoolReports() {
        return Map.copyOf(spoolReports);
    }

    /** Forgets everything stored and every fault. */
    public synchronized void clear() {
        faults.clear();
        attempts.clear();
        ledgerReports.clear();
        segments.clear();
        requests.clear();
        leases.clear();
        rules.clear();
        quotas.clear();
        keys.clear();
        erasures.clear();
        destroyedKeys.clear();
        quarantine.clear();
        poisoned.clear();
        spoolReports.clear();
        ready = true;
        away = false;
        quarantines = true;
    }

    public synchronized List<Segment> segments() {
        return List.copyOf(segments.values());
    }

    public List<SegmentHead> heads() {
        return segments().stream().map(Segment::head).toList();
    }

    /** Every stored point of a metric. */
    public List<MetricPoint> points() {
        List<MetricPoint> points = new ArrayList<>();
        for (Segment segment : segments()) {
            if (segment.head().signal() == Signal.METRICS) {
                SegmentReader reader = SegmentReader.of(segment);
                for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                    PointRows rows = reader.points(group);
                    points.addAll(rows.points(0, rows.size()));
                }
            }
        }
        return points;
    }

    /** Records in all stored segments. */
    public long records() {
        return heads().stream().mapToLong(SegmentHead::recordCount).sum();
    }

    /** Records that the stored segments' ledger lines count under the outcome. */
    public long counted(String outcome) {
        return heads().stream()
                .flatMap(head -> head.ledger().stream())
                .filter(line -> line.outcome().label().equals(outcome))
                .mapToLong(SegmentHead.LedgerLine::records)
                .sum();
    }

    /** The ids of all posts, in the order of their arrival. */
    public List<SegmentId> attempts() {
        return List.copyOf(attempts);
    }

    public List<JsonObject> ledgerReports() {
        return List.copyOf(ledgerReports);
    }

    public static Fault status(int status) {
        return (exchange, store) -> {
            answer(exchange, status, new JsonObject().put("status", status).put("detail", "as the test has it"));
            return true;
        };
    }

    /** Keeps the post waiting, then behaves. */
    public static Fault until(CountDownLatch latch) {
        return (exchange, store) -> {
            try {
                latch.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        };
    }

    /** Stores the segment and cuts the connection instead of saying so. */
    public static Fault lostAnswer() {
        return (exchange, store) -> {
            store.get();
            exchange.close();
            return true;
        };
    }

    private void takeSegment(HttpExchange exchange) throws IOException {
        Segment segment = Segment.parse(exchange.getRequestBody().readAllBytes());
        attempts.add(segment.head().id());
        if (away || poisoned.containsKey(segment.head().id())) {
            answer(exchange, away ? 503 : poisoned.get(segment.head().id()), new JsonObject());
            return;
        }
        Fault fault = faults.poll();
        List<String> duplicates = new ArrayList<>();
        if (fault != null && fault.strikes(exchange, () -> store(segment, duplicates))) {
            return;
        }
        int status = store(segment, duplicates);
        answer(
                exchange,
                status,
                new JsonObject().put("status", status).put("duplicateRequests", new JsonArray(duplicates)));
    }

    private synchronized int store(Segment segment, List<String> duplicates) {
        SegmentHead head = segment.head();
        if (segments.containsKey(head.id())) {
            return 200;
        }
        for (SegmentHead.RequestEntry request : head.requests()) {
            if (requests.containsKey(place(head, request.key()))) {
                duplicates.add(request.key().hex());
            }
        }
        if (!duplicates.isEmpty()) {
            return 409;
        }
        segments.put(head.id(), segment);
        head.requests().forEach(request -> requests.put(place(head, request.key()), head.id()));
        return 201;
    }

    private static String place(SegmentHead head, RequestKey key) {
        return head.tenant() + "/" + head.day() + "/" + head.bucket() + "/" + key.hex();
    }

    private void takeParcel(HttpExchange exchange) throws IOException {
        SegmentParcel parcel = SegmentParcel.parse(exchange.getRequestBody().readAllBytes());
        if (quarantines) {
            quarantine.add(parcel);
        }
        answer(exchange, quarantines ? 201 : 400, new JsonObject().put("detail", "as the test has it"));
    }

    private void takeSpoolReport(HttpExchange exchange) throws IOException {
        String collector = exchange.getRequestURI().getPath().substring("/v1/spools/".length());
        spoolReports.put(
                collector, new JsonObject(new String(exchange.getRequestBody().readAllBytes())));
        answer(exchange, 200, new JsonObject());
    }

    private void takeReport(HttpExchange exchange) throws IOException {
        ledgerReports.add(new JsonObject(new String(exchange.getRequestBody().readAllBytes())));
        answer(exchange, 201, new JsonObject());
    }

    private static void answer(HttpExchange exchange, int status, JsonObject body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.encode().getBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
