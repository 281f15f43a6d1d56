package dev.quipu.demo;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.ExceptionAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * One operation of a visit before it is told to the SDK: where it runs, how long it works itself, and what it calls on
 * the way. Calls of one stage run at the same time, stages one after the other.
 */
final class Step {

    /** Something that happens when {@code share} of the step's own time has passed. */
    record Event(double share, String name, Attributes attributes) {}

    /** What it writes when {@code share} of its time has passed. @param body with {@value #MILLIS} for how long it took */
    record Log(double share, Severity severity, String body, Attributes attributes) {}

    /** In a log's body: the milliseconds that the step took. */
    static final String MILLIS = "{millis}";

    final Instance at;
    final SpanKind kind;
    final String scope;
    final String name;
    final double ownMillis;
    final AttributesBuilder attributes = Attributes.builder();
    final List<List<Step>> stages = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<Log> logs = new ArrayList<>();
    final List<SpanContext> links = new ArrayList<>();
    String failure = "";

    Step(Instance at, SpanKind kind, String scope, String name, double ownMillis) {
        this.at = at;
        this.kind = kind;
        this.scope = scope;
        this.name = name;
        this.ownMillis = ownMillis;
    }

    /** A request that {@code at} answers. */
    static Step serves(Instance at, String method, String route, double ownMillis) {
        return new Step(at, SpanKind.SERVER, "shop.http.server", method + " " + route, ownMillis)
                .with(HttpAttributes.HTTP_REQUEST_METHOD, method)
                .with(HttpAttributes.HTTP_ROUTE, route)
                .with(UrlAttributes.URL_SCHEME, "http")
                .status(200);
    }

    /** {@code from} asks the service that {@code served} runs in and waits for its answer. */
    static Step asks(Instance from, Step served) {
        Attributes of = served.attributes.build();
        String host = served.at.service() + ".shop.svc";
        String method = String.valueOf(of.get(HttpAttributes.HTTP_REQUEST_METHOD));
        Step client = new Step(from, SpanKind.CLIENT, "shop.http.client", method, 1.2)
                .with(HttpAttributes.HTTP_REQUEST_METHOD, method)
                .with(ServerAttributes.SERVER_ADDRESS, host)
                .with(ServerAttributes.SERVER_PORT, 8080L)
                .with(UrlAttributes.URL_FULL, "http://" + host + ":8080" + of.get(HttpAttributes.HTTP_ROUTE))
                .with(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, of.get(HttpAttributes.HTTP_RESPONSE_STATUS_CODE))
                .then(served);
        client.failure = served.failure;
        return client;
    }

    /** {@code from} runs a statement in PostgreSQL on {@code host}. */
    static Step postgres(Instance from, String host, String database, String statement, double millis) {
        String operation = statement.substring(0, statement.indexOf(' '));
        return new Step(from, SpanKind.CLIENT, "shop.jdbc", operation + " " + database, millis)
                .with(DbAttributes.DB_SYSTEM_NAME, "postgresql")
                .with(DbAttributes.DB_NAMESPACE, database)
                .with(DbAttributes.DB_OPERATION_NAME, operation)
                .with(DbAttributes.DB_QUERY_TEXT, statement)
                .with(ServerAttributes.SERVER_ADDRESS, host)
                .with(ServerAttributes.SERVER_PORT, 5432L);
    }

    /** {@code from} runs a command in Redis. */
    static Step redis(Instance from, String command, String key, double millis) {
        return new Step(from, SpanKind.CLIENT, "shop.redis", command, millis)
                .with(DbAttributes.DB_SYSTEM_NAME, "redis")
                .with(DbAttributes.DB_OPERATION_NAME, command)
                .with(DbAttributes.DB_QUERY_TEXT, command + " " + key)
                .with(ServerAttributes.SERVER_ADDRESS, "carts-redis.internal")
                .with(NetworkAttributes.NETWORK_PEER_ADDRESS, "10.0.7.21");
    }

    /** {@code at} sends to, receives from or processes a message of a Kafka topic. */
    static Step kafka(Instance at, SpanKind kind, String operation, String topic, double millis) {
        return new Step(at, kind, "shop.kafka", operation + " " + topic, millis)
                .with(MessagingIncubatingAttributes.MESSAGING_SYSTEM, "kafka")
                .with(MessagingIncubatingAttributes.MESSAGING_OPERATION_NAME, operation)
                .with(MessagingIncubatingAttributes.MESSAGING_DESTINATION_NAME, topic);
    }

    <T> Step with(AttributeKey<T> key, T value) {
        attributes.put(key, value);
        return this;
    }

    Step status(int httpStatusCode) {
        return with(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, (long) httpStatusCode);
    }

    /** Adds a stage: these run at the same time, after what was added before. */
    Step then(Step... together) {
        stages.add(List.of(together));
        return this;
    }

    Step event(double share, String name, Attributes attributes) {
        events.add(new Event(share, name, attributes));
        return this;
    }

    Step log(double share, Severity severity, String body) {
        logs.add(new Log(share, severity, body, Attributes.empty()));
        return this;
    }

    Step link(SpanContext to) {
        links.add(to);
        return this;
    }

    /** The operation fails with an exception at its end. */
    Step fails(String exceptionType, String message, String frame) {
        failure = message;
        Attributes exception = Attributes.builder()
                .put(ExceptionAttributes.EXCEPTION_TYPE, exceptionType)
                .put(ExceptionAttributes.EXCEPTION_MESSAGE, message)
                .put(ExceptionAttributes.EXCEPTION_STACKTRACE, exceptionType + ": " + message + "\n\tat " + frame)
                .build();
        logs.add(new Log(1.0, Severity.ERROR, name + " failed: " + message, exception));
        return with(ErrorAttributes.ERROR_TYPE, exceptionType).event(1.0, "exception", exception);
    }
}
