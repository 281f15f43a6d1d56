package dev.quipu.collector;

import com.sun.net.httpserver.HttpExchange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Keeps storage's contract for a list of all tenants in memory, with versions, or is storage that knows none, or is away. */
public final class ListStandIn {

    private final String field;
    private final Map<String, JsonArray> items = new TreeMap<>();
    private int version;
    private int same;
    private int otherwise;
    private int status = 200;

    /** @param field under which its answer has them */
    ListStandIn(String field) {
        this.field = field;
    }

    /** Those of a tenant from now on. */
    public synchronized void set(String tenant, JsonObject... own) {
        JsonArray array = new JsonArray();
        for (JsonObject item : own) {
            array.add(item);
        }
        items.put(tenant, array);
        version++;
    }

    /** What every question is answered with; 200 is the contract. */
    public synchronized void answerWith(int now) {
        status = now;
    }

    /** How often it was asked for what was known already. */
    public synchronized int same() {
        return same;
    }

    /** How often it answered against the contract. */
    public synchronized int otherwise() {
        return otherwise;
    }

    public synchronized void clear() {
        items.clear();
        otherwise = 0;
        version++;
        same = 0;
        status = 200;
    }

    synchronized void serve(HttpExchange exchange) throws IOException {
        String etag = "\"" + version + "\"";
        if (status == 200 && etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            same++;
            exchange.sendResponseHeaders(304, -1);
        } else if (status == 200) {
            byte[] body = new JsonObject().put(field, all()).encode().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("ETag", etag);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } else {
            otherwise++;
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    private JsonArray all() {
        JsonArray all = new JsonArray();
        items.forEach((tenant, own) ->
                own.forEach(item -> all.add(((JsonObject) item).copy().put("tenant", tenant))));
        return all;
    }
}
