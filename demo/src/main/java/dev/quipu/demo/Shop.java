package dev.quipu.demo;

import static dev.quipu.demo.Step.asks;
import static dev.quipu.demo.Step.kafka;
import static dev.quipu.demo.Step.postgres;
import static dev.quipu.demo.Step.redis;
import static dev.quipu.demo.Step.serves;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.semconv.UserAgentAttributes;
import io.opentelemetry.semconv.incubating.FeatureFlagIncubatingAttributes;
import io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes;
import io.opentelemetry.semconv.incubating.UserIncubatingAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The shop: eight services in two regions, what a visitor's request does in each of them, and what is wrong.
 *
 * <pre>
 * frontend -> cart -> redis
 *          -> recommendation -> PostgreSQL
 *          -> checkout -> cart, inventory, payment, shipping -> PostgreSQL
 *                      -> Kafka -> email
 * </pre>
 *
 * Two faults are built in: from {@link #SLOW_DATABASE_SINCE} on, one of payment's database hosts is slow; from
 * {@link #BAD_VERSION_SINCE} on, a new version of recommendation fails for visitors without a history.
 */
final class Shop {

    /** Shares of the demo's time span after which each fault begins. */
    static final double SLOW_DATABASE_SINCE = 0.55;

    static final double BAD_VERSION_SINCE = 0.35;
    static final String SLOW_HOST = "payments-db-eu-2.internal";
    static final String BAD_VERSION = "2.4.0";

    private static final AttributeKey<String> ORDER_ID = AttributeKey.stringKey("shop.order.id");
    private static final AttributeKey<String> CURRENCY = AttributeKey.stringKey("shop.currency");
    private static final AttributeKey<Double> AMOUNT = AttributeKey.doubleKey("shop.order.amount");
    private static final AttributeKey<List<String>> PRODUCT_IDS = AttributeKey.stringArrayKey("shop.product.ids");
    private static final AttributeKey<Boolean> RETURNING = AttributeKey.booleanKey("shop.visitor.returning");
    private static final List<String> BROWSERS = List.of("Firefox/143.0", "Chrome/146.0", "Safari/26.1");

    private final Random random;
    private final List<Instance> all = new ArrayList<>();
    private final List<Instance> frontend;
    private final List<Instance> cart;
    private final List<Instance> checkout;
    private final List<Instance> payment;
    private final List<Instance> inventory;
    private final List<Instance> shipping;
    private final List<Instance> recommendation;
    private final List<Instance> recommendationUpdated;
    private final List<Instance> email;

    Shop(Random random, Telemetry exporter) {
        this.random = random;
        this.frontend = deploy("frontend", "5.1.2", exporter);
        this.cart = deploy("cart", "1.9.0", exporter);
        this.checkout = deploy("checkout", "3.0.4", exporter);
        this.payment = deploy("payment", "4.2.1", exporter);
        this.inventory = deploy("inventory", "2.2.0", exporter);
        this.shipping = deploy("shipping", "1.3.3", exporter);
        this.recommendation = deploy("recommendation", "2.3.1", exporter);
        this.recommendationUpdated = deploy("recommendation", BAD_VERSION, exporter);
        this.email = deploy("email", "1.1.0", exporter);
    }

    List<Instance> instances() {
        return all;
    }

    /** A visitor's request at {@code progress} (0 to 1) of the demo's time span. */
    Step visit(double progress) {
        double choice = random.nextDouble();
        if (choice < 0.35) {
            return browse(progress);
        }
        return choice < 0.6 ? addToCart() : placeOrder(progress);
    }

    private Step browse(double progress) {
        Instance at = any(frontend);
        boolean returning = random.nextDouble() < 0.6;
        Step page = visitor(serves(at, "GET", "/products/{id}", millis(9)), returning)
                .then(asks(at, readCart()));
        Step recommended = recommend(progress, returning);
        page.then(asks(at, stock()), asks(at, recommended));
        if (!recommended.failure.isEmpty()) {
            // The page is shown all the same: the visitor sees no recommendations, and the span says so.
            page.event(0.95, "recommendations.left_out", Attributes.empty());
        }
        return page;
    }

    private Step recommend(double progress, boolean returning) {
        boolean updated = progress > BAD_VERSION_SINCE && random.nextBoolean();
        Instance at = any(updated ? recommendationUpdated : recommendation);
        Step step = serves(at, "GET", "/recommendations", millis(6))
                .with(FeatureFlagIncubatingAttributes.FEATURE_FLAG_KEY, "ranking")
                .with(FeatureFlagIncubatingAttributes.FEATURE_FLAG_RESULT_VARIANT, updated ? "neural" : "popular")
                .then(postgres(
                        at,
                        "catalog-db.internal",
                        "catalog",
                        "SELECT * FROM visitor_history WHERE visitor_id = $1",
                        millis(4)));
        if (updated && !returning) {
            return step.status(500)
                    .fails(
                            "java.lang.IndexOutOfBoundsException",
                            "Index 0 out of bounds for length 0",
                            "shop.recommendation.Ranking.first(Ranking.java:42)");
        }
        return step.then(
                postgres(at, "catalog-db.internal", "catalog", "SELECT * FROM product WHERE id = ANY($1)", millis(5)));
    }

    private Step addToCart() {
        Instance at = any(frontend);
        Instance carts = any(cart);
        Step page = visitor(serves(at, "POST", "/cart", millis(5)), true).then(asks(at, stock()));
        Step changed = serves(carts, "PUT", "/carts/{id}", millis(3))
                .then(redis(carts, "WATCH", "cart:" + number(9_000), 0.4));
        String key = "cart:" + number(9_000);
        return page.then(asks(
                at,
                changed.then(redis(carts, "HSET", key, 0.8)).log(0.9, Severity.INFO, "Stored " + key + " in Redis")));
    }

    private Step placeOrder(double progress) {
        Instance at = any(frontend);
        Instance orders = any(checkout);
        String orderId = "o-" + Integer.toHexString(random.nextInt());
        Step order = serves(orders, "POST", "/orders", millis(8))
                .with(ORDER_ID, orderId)
                .with(AMOUNT, Math.round(millis(60) * 100) / 100.0)
                .with(PRODUCT_IDS, List.of("p-" + number(400), "p-" + number(400)))
                .log(1.0, Severity.INFO, "Order " + orderId + " placed within " + Step.MILLIS + " ms")
                .then(asks(orders, readCart()))
                .then(asks(orders, reserve()), asks(orders, quote()))
                .then(asks(orders, charge(progress, orderId)))
                .then(postgres(
                        orders, "orders-db.internal", "orders", "INSERT INTO orders VALUES ($1, $2, $3)", millis(6)))
                .then(kafka(orders, SpanKind.PRODUCER, "send", "order-confirmations", millis(2)));
        return visitor(serves(at, "POST", "/checkout", millis(7)), true).then(asks(at, order));
    }

    private Step reserve() {
        Instance at = any(inventory);
        return serves(at, "POST", "/reservations", millis(3))
                .then(postgres(
                        at,
                        "catalog-db.internal",
                        "stock",
                        "UPDATE stock SET reserved = reserved + $1 WHERE id = $2",
                        millis(5)));
    }

    private Step quote() {
        Instance at = any(shipping);
        return serves(at, "POST", "/quotes", millis(12))
                .event(0.4, "carrier.chosen", Attributes.of(AttributeKey.stringKey("shop.carrier"), "post"));
    }

    private Step charge(double progress, String orderId) {
        Instance at = any(payment);
        String host = at.region().equals("eu-west")
                ? "payments-db-eu-" + (1 + number(2)) + ".internal"
                : "payments-db-us-1.internal";
        boolean slow = progress > SLOW_DATABASE_SINCE && host.equals(SLOW_HOST);
        Step charged = serves(at, "POST", "/charges", millis(15))
                .with(ORDER_ID, orderId)
                .with(CURRENCY, at.region().equals("eu-west") ? "EUR" : "USD");
        if (slow) {
            charged.log(
                    1.0,
                    Severity.WARN,
                    "Charging order " + orderId + " took " + Step.MILLIS + " ms: waited for a lock on " + host);
        } else {
            charged.log(1.0, Severity.INFO, "Charged order " + orderId);
        }
        return charged.then(postgres(
                        at,
                        host,
                        "payments",
                        "SELECT * FROM account WHERE id = $1 FOR UPDATE",
                        slow ? 1_600 + millis(500) : millis(4)))
                .then(postgres(at, host, "payments", "INSERT INTO charge VALUES ($1, $2, $3)", millis(5)));
    }

    /** The mails for the orders that were sent to Kafka in {@code sent}: a trace of its own, linked to each order's. */
    Step sendMails(List<SpanContext> sent) {
        Instance at = any(email);
        Step batch = kafka(at, SpanKind.CONSUMER, "process", "order-confirmations", millis(4))
                .with(MessagingIncubatingAttributes.MESSAGING_BATCH_MESSAGE_COUNT, (long) sent.size())
                .log(1.0, Severity.INFO, "Sent " + sent.size() + " order confirmations");
        sent.forEach(
                order -> batch.link(order).then(new Step(at, SpanKind.CLIENT, "shop.smtp", "SMTP send", millis(18))));
        return batch;
    }

    private Step readCart() {
        Instance at = any(cart);
        return serves(at, "GET", "/carts/{id}", millis(2)).then(redis(at, "HGETALL", "cart:" + number(9_000), 0.7));
    }

    private Step stock() {
        Instance at = any(inventory);
        return serves(at, "GET", "/stock/{id}", millis(2))
                .then(postgres(at, "catalog-db.internal", "stock", "SELECT free FROM stock WHERE id = $1", millis(3)));
    }

    private Step visitor(Step page, boolean returning) {
        String visitor = "u-" + number(3_000);
        return page.log(1.0, Severity.INFO, page.name + " of visitor " + visitor + " took " + Step.MILLIS + " ms")
                .with(UserIncubatingAttributes.USER_ID, visitor)
                .with(UserAgentAttributes.USER_AGENT_ORIGINAL, BROWSERS.get(number(BROWSERS.size())))
                .with(RETURNING, returning);
    }

    private List<Instance> deploy(String service, String version, Telemetry exporter) {
        List<Instance> deployed = List.of(
                new Instance(service, version, "eu-west", 1, exporter),
                new Instance(service, version, "us-east", 2, exporter));
        all.addAll(deployed);
        return deployed;
    }

    private Instance any(List<Instance> of) {
        return of.get(number(of.size()));
    }

    private int number(int below) {
        return random.nextInt(below);
    }

    /** A log-normal duration around {@code median}: most near it, a few several times as long. */
    private double millis(double median) {
        return median * Math.exp(0.45 * random.nextGaussian());
    }
}
