package dev.quipu.model.query;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What of a span a condition looks at. */
public sealed interface Field {

    /** A field that every span has. */
    enum Intrinsic implements Field {
        NAME("name"),
        KIND("kind"),
        STATUS("status"),
        STATUS_MESSAGE("statusMessage"),
        DURATION("duration"),
        TRACE_ID("traceId"),
        SPAN_ID("spanId"),
        PARENT_SPAN_ID("parentSpanId"),
        /** {@code service.name} of the component. */
        SERVICE("service"),
        /** {@code service.namespace} of the component. */
        NAMESPACE("namespace"),
        /** {@code service.instance.id} of the component. */
        INSTANCE("instance"),
        /** Of any event of the span. */
        EVENT_NAME("event.name"),
        SCOPE_NAME("scope.name");

        private final String word;

        Intrinsic(String word) {
            this.word = word;
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
        SCOPE,
        /** The span or its resource. */
        ANY;

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
