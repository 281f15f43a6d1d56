package dev.quipu.benchmarks.spans;

import dev.quipu.benchmarks.spans.Step.Call;
import dev.quipu.benchmarks.spans.Step.Database;
import dev.quipu.benchmarks.spans.Step.Endpoint;
import dev.quipu.benchmarks.spans.Step.External;
import dev.quipu.benchmarks.spans.Step.Publish;
import dev.quipu.benchmarks.spans.Step.Query;
import dev.quipu.benchmarks.spans.Step.Work;
import java.util.ArrayList;
import java.util.List;

/** The system that is traced: sixteen services, three databases, six things that a visitor does. */
final class Shop {

    private final List<Service> services = new ArrayList<>();
    private final List<Endpoint> entries = new ArrayList<>();
    private final List<Integer> weights = new ArrayList<>();

    final Database orders = new Database("postgresql", "shop", "pg-orders.shop.internal", 5432, 1_400);
    private final Database sessions = new Database("redis", "0", "redis.shop.internal", 6379, 300);
    private final Database products = new Database("elasticsearch", "products", "search.shop.internal", 9200, 6_000);

    private final Service frontend = service("frontend", "nodejs", 3);
    private final Service gateway = service("gateway", "go", 3);
    private final Service cart = service("cart", "dotnet", 3);
    private final Service catalog = service("catalog", "go", 3);

    private final Endpoint verify =
            endpoint(service("auth", "java", 2), "POST", "/v1/tokens/verify", 500, get("session:?", 1));
    private final Endpoint profile =
            endpoint(service("user", "java", 2), "GET", "/v1/users/{user}", 700, select("users", 1));
    private final Endpoint quote =
            endpoint(service("pricing", "python", 2), "GET", "/v1/prices/{product}", 900, get("price:?", 1));
    private final Service inventory = service("inventory", "java", 3);
    private final Endpoint stock = endpoint(inventory, "GET", "/v1/stock/{product}", 600, select("stock", 1));
    private final Endpoint reserve =
            endpoint(inventory, "POST", "/v1/reservations/{order}", 800, update("stock"), insert("reservations"));
    private final Endpoint product = endpoint(
            catalog,
            "GET",
            "/v1/products/{product}",
            900,
            get("product:?", 1),
            select("products", .4),
            call(quote, .4));
    private final Endpoint find = endpoint(
            service("search", "java", 2),
            "GET",
            "/v1/search",
            1_500,
            new Query(products, "POST /products/_search", "products", 1),
            new Work("rank results", 2_500, .6));
    private final Endpoint suggest = endpoint(
            service("recommendation", "python", 2),
            "GET",
            "/v1/recommendations/{user}",
            2_000,
            get("history:?", 1),
            new Work("score candidates", 4_000, .5));
    private final Endpoint cartGet = endpoint(cart, "GET", "/v1/carts/{user}", 500, get("cart:?", 1));
    private final Endpoint cartAdd =
            endpoint(cart, "POST", "/v1/carts/{user}/items", 700, get("cart:?", 1), call(stock, .8));
    private final Endpoint score = endpoint(
            service("fraud", "python", 2), "POST", "/v1/scores/{order}", 3_000, new Work("evaluate model", 8_000, 1));
    private final Endpoint charge = endpoint(
            service("payment", "java", 2),
            "POST",
            "/v1/charges/{order}",
            1_500,
            call(score, .7),
            new External("api.bank.example", "/v3/charges/{order}", 45_000, 1),
            insert("payments"));
    private final Endpoint ship =
            endpoint(service("shipping", "rust", 2), "POST", "/v1/shipments/{order}", 900, insert("shipments"));
    private final Endpoint send = endpoint(
            service("email", "ruby", 2),
            "POST",
            "/v1/messages",
            1_200,
            new External("smtp.example", "/submit", 30_000, 1));
    private final Endpoint notify =
            endpoint(service("notification", "java", 2), "", "orders", 1_000, select("users", 1), call(send, .9));
    private final Endpoint place = endpoint(
            service("checkout", "java", 3),
            "POST",
            "/v1/orders/{order}",
            2_000,
            call(cartGet, 1),
            call(charge, 1),
            call(reserve, 1),
            insert("orders"),
            call(ship, .9),
            new Publish(notify, 1));

    Shop() {
        visit(
                38,
                frontend,
                "GET",
                "/products/{product}",
                via(gateway, product, verify, .5),
                maybe(via(gateway, suggest, verify, 0), .4));
        visit(20, frontend, "GET", "/search", via(gateway, find, verify, .5));
        visit(
                12,
                frontend,
                "GET",
                "/cart",
                via(gateway, cartGet, verify, 1),
                maybe(via(gateway, suggest, verify, 0), .4));
        visit(14, frontend, "POST", "/cart/items", via(gateway, cartAdd, verify, 1));
        visit(5, frontend, "POST", "/orders/{order}", via(gateway, place, verify, 1));
        visit(
                11,
                frontend,
                "GET",
                "/account/{user}",
                via(gateway, profile, verify, 1),
                new Work("render page", 3_000, 1));
    }

    List<Service> services() {
        return List.copyOf(services);
    }

    /** What a visitor does, picked by weight. */
    Endpoint entry(double share) {
        double left = share * weights.stream().mapToInt(Integer::intValue).sum();
        for (int i = 0; i < entries.size() - 1; i++) {
            left -= weights.get(i);
            if (left < 0) {
                return entries.get(i);
            }
        }
        return entries.get(entries.size() - 1);
    }

    private Service service(String name, String language, int instances) {
        Service service = Service.of(name, language, instances);
        services.add(service);
        return service;
    }

    private static Endpoint endpoint(Service service, String method, String route, int medianMicros, Step... steps) {
        return new Endpoint(service, method, route, medianMicros, List.of(steps));
    }

    private void visit(int weight, Service frontend, String method, String route, Step... steps) {
        entries.add(endpoint(frontend, method, route, 1_200, steps));
        weights.add(weight);
    }

    /** The gateway's part of a visit: it asks who the visitor is, more or less often, and passes the request on. */
    private static Call via(Service gateway, Endpoint target, Endpoint verify, double verified) {
        return call(
                endpoint(
                        gateway,
                        target.method(),
                        "/api" + target.route(),
                        400,
                        call(verify, verified),
                        call(target, 1)),
                1);
    }

    private static Call call(Endpoint callee, double probability) {
        return new Call(callee, probability);
    }

    private static Call maybe(Call call, double probability) {
        return call(call.callee(), probability);
    }

    private Step get(String key, double probability) {
        return new Query(sessions, "GET " + key, "session", probability);
    }

    private Step select(String table, double probability) {
        return new Query(
                orders, "SELECT * FROM " + table + " WHERE id = $1 AND deleted_at IS NULL", table, probability);
    }

    private Step insert(String table) {
        return new Query(orders, "INSERT INTO " + table + " (id, body, at) VALUES ($1, $2, now())", table, 1);
    }

    private Step update(String table) {
        return new Query(orders, "UPDATE " + table + " SET held = held + $2 WHERE id = $1", table, 1);
    }
}
