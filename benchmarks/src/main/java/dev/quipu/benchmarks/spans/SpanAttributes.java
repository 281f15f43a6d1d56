package dev.quipu.benchmarks.spans;

import static dev.quipu.benchmarks.spans.Attributes.flag;
import static dev.quipu.benchmarks.spans.Attributes.number;
import static dev.quipu.benchmarks.spans.Attributes.text;

import dev.quipu.benchmarks.spans.Service.Instance;
import dev.quipu.benchmarks.spans.Step.Database;
import dev.quipu.benchmarks.spans.Step.Endpoint;
import dev.quipu.benchmarks.spans.Step.External;
import dev.quipu.benchmarks.spans.Step.Query;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.SplittableRandom;

/** The attributes of one trace's spans, about eight each, by OpenTelemetry's semantic conventions. */
final class SpanAttributes {

    /** Stands on one of two thousand requests that a service answers, with a value of its own. */
    static final String RARE_KEY = "app.coupon.code";

    private static final double RARE = 1.0 / 2_000;
    private static final int THREADS = 32;

    private final SplittableRandom random;
    private final Visitor visitor;

    SpanAttributes(SplittableRandom random, Visitor visitor) {
        this.random = random;
        this.visitor = visitor;
    }

    void httpServer(Span.Builder span, Endpoint endpoint, boolean failed) {
        span.addAttributes(text("http.request.method", endpoint.method()))
                .addAttributes(text("http.route", endpoint.route()))
                .addAttributes(text("url.path", visitor.path(endpoint.route())))
                .addAttributes(number("http.response.status_code", status(endpoint.method(), failed)))
                .addAttributes(text("server.address", address(endpoint)))
                .addAttributes(text("client.address", visitor.address()))
                .addAttributes(text("network.protocol.version", "1.1"))
                .addAttributes(text("user.id", visitor.user()));
        if (random.nextDouble() < RARE) {
            span.addAttributes(text(RARE_KEY, "C-" + Visitor.nineDigits(random)));
        }
    }

    void httpClient(Span.Builder span, Endpoint callee, boolean failed) {
        String path = visitor.path(callee.route());
        span.addAttributes(text("http.request.method", callee.method()))
                .addAttributes(text(
                        "url.full", "http://" + address(callee) + ":8080" + path + "?session=" + visitor.session()))
                .addAttributes(number("http.response.status_code", status(callee.method(), failed)))
                .addAttributes(text("server.address", address(callee)))
                .addAttributes(number("server.port", 8080))
                .addAttributes(text("network.protocol.version", "1.1"))
                .addAttributes(number("http.request.body.size", random.nextInt(2_000)))
                .addAttributes(number("thread.id", random.nextInt(THREADS)));
    }

    void external(Span.Builder span, External step, boolean failed) {
        span.addAttributes(text("http.request.method", "POST"))
                .addAttributes(text("url.full", "https://" + step.address() + visitor.path(step.path())))
                .addAttributes(number("http.response.status_code", failed ? 503 : 200))
                .addAttributes(text("server.address", step.address()))
                .addAttributes(number("server.port", 443))
                .addAttributes(text("network.protocol.version", "2"))
                .addAttributes(text("order.id", visitor.order()))
                .addAttributes(number("thread.id", random.nextInt(THREADS)));
    }

    void query(Span.Builder span, Query step) {
        Database database = step.database();
        span.addAttributes(text("db.system.name", database.system()))
                .addAttributes(text("db.namespace", database.namespace()))
                .addAttributes(text("db.collection.name", step.table()))
                .addAttributes(text("db.query.text", step.statement()))
                .addAttributes(text("server.address", database.address()))
                .addAttributes(number("server.port", database.port()))
                .addAttributes(number("db.response.returned_rows", random.nextInt(40)))
                .addAttributes(number("thread.id", random.nextInt(THREADS)));
    }

    void work(Span.Builder span, Instance instance) {
        span.addAttributes(text("code.function.name", "com.example." + instance.service() + ".Worker.run"))
                .addAttributes(number("code.line.number", 120))
                .addAttributes(text("thread.name", "worker-" + random.nextInt(THREADS)))
                .addAttributes(number("thread.id", random.nextInt(THREADS)))
                .addAttributes(text("user.id", visitor.user()))
                .addAttributes(number("app.items", random.nextInt(500)))
                .addAttributes(flag("app.cache.hit", random.nextDouble() < .7))
                .addAttributes(text("app.region", "eu-" + (1 + random.nextInt(3))));
    }

    void message(Span.Builder span, String topic, String operation) {
        int partition = random.nextInt(12);
        span.addAttributes(text("messaging.system", "kafka"))
                .addAttributes(text("messaging.destination.name", topic))
                .addAttributes(text("messaging.operation.type", operation))
                .addAttributes(text("messaging.destination.partition.id", Integer.toString(partition)))
                .addAttributes(number("messaging.kafka.offset", random.nextInt(10_000_000)))
                .addAttributes(number("messaging.message.body.size", 200 + random.nextInt(1_800)))
                .addAttributes(text("messaging.client.id", topic + "-" + partition))
                .addAttributes(text("order.id", visitor.order()));
    }

    private static String address(Endpoint endpoint) {
        return endpoint.service().name() + ".shop.internal";
    }

    private static int status(String method, boolean failed) {
        if (failed) {
            return 500;
        }
        return method.equals("POST") ? 201 : 200;
    }
}
