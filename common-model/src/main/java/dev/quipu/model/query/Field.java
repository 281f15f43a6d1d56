package dev.quipu.model.query;

import dev.quipu.model.Signal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What of a record a condition looks at. */
public sealed interface Field {

    /** A field that the records of a signal have by themselves, not by an attribute. */
    enum Intrinsic implements Field {
        NAME("name", Signal.TRACES),
        KIND("kind", Signal.TRACES),
        STATUS("status", Signal.TRACES),
        STATUS_MESSAGE("statusMessage", Signal.TRACES),
        DURATION("duration", Signal.TRACES),
        TRACE_ID("traceId"),
        SPAN_ID("spanId"),
        PARENT_SPAN_ID("parentSpanId", Signal.TRACES),
        SEVERITY("severity", Signal.LOGS),
        SEVERITY_TEXT("severityText", Signal.LOGS),
        /** The texts of a log record's body: {@link dev.quipu.model.segment.BodyText}. */
        BODY("body", Signal.LOGS),
        EVENT_NAME_OF_LOG("eventName", Signal.LOGS),
        /** The number of a log record's template; a record without one has none: no condition holds. */
        TEMPLATE("template", Signal.LOGS),
        /** {@code service.name} of the component. */
        SERVICE("service"),
        /** {@code service.namespace} of the component. */
        NAMESPACE("namespace"),
        /** {@code service.instance.id} of the component. */
        INSTANCE("instance"),
        /** Of any event of the span. */
        EVENT_NAME("event.name", Signal.TRACES),
        SCOPE_NAME("scope.name");

        private final String word;
        private final Set<Signal> signals;

        Intrinsic(String word) {
            this(word, Signal.TRACES, Signal.LOGS);
        }

        Intrinsic(String word, Signal... signals) {
            this.word = word;
            this.signals = Set.of(signals);
        }

        /** Whether the records of the signal have it. */
        public boolean isOf(Signal signal) {
            return signals.contains(signal);
        }

        static Optional<Intrinsic> of(String word) {
            for (Intrinsic field : values()) {
                if (field.word.equals(word)) {
                    return Optional.of(field);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** Where an attribute is looked for. */
    enum Scope {
        SPAN,
        RESOURCE,
        /** Any event of the span. */
        EVENT,
        /** Any link of the span. */
        LINK,
        /** The log record. */
        LOG,
        SCOPE,
        /** The record or its resource. */
        ANY;

        /** Whether records of the signal have attributes there. */
        public boolean isOf(Signal signal) {
            return switch (this) {
                case SPAN, EVENT, LINK -> signal == Signal.TRACES;
                case LOG -> signal == Signal.LOGS;
                case RESOURCE, SCOPE, ANY -> true;
            };
        }

        String prefix() {
            return this == ANY ? "." : name().toLowerCase(Locale.ROOT) + ".";
        }
    }

    /** An attribute by its key. */
    record Attribute(Scope scope, String key) implements Field {

        private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:/-]*");

        @Override
        public String toString() {
            boolean plain = PLAIN_KEY.matcher(key).matches()
                    && Intrinsic.of(scope.prefix() + key).isEmpty();
            return scope.prefix() + (plain ? key : Literal.quote(key));
        }
    }
}
