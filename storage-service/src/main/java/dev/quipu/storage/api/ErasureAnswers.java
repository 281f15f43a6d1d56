package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.quipu.model.TraceId;
import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import dev.quipu.model.erasure.ErasureTarget.OfComponent;
import dev.quipu.model.erasure.ErasureTarget.OfTrace;
import dev.quipu.storage.erasure.Erasure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Erasures as people and collectors see them. */
final class ErasureAnswers {

    private ErasureAnswers() {}

    @Schema(name = "ErasedAttribute", description = "Every record that says this in any of its attributes.")
    record Attribute(
            @Schema(description = "Its key.", examples = "user.id") @Nullable
            String key,

            @Schema(
                    description = "Its value as text; numbers and truth values that are written so, too.",
                    examples = "u-17")
            @Nullable
            String value) {}

    @Schema(name = "ErasedComponent", description = "Every record of a component.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OneComponent(
            @Schema(description = "Empty or absent: none.", examples = "shop") @Nullable
            String serviceNamespace,

            @Schema(description = "Its service.name.", examples = "cart") @Nullable
            String serviceName,

            @Schema(description = "Absent: all instances.", examples = "cart-7f9") @Nullable
            String serviceInstanceId) {}

    @Schema(name = "ErasureRequest", description = "What is to be erased: one of attribute, traceId and component.")
    record Wanted(
            @Schema(description = "Why; the certificate says it.", examples = "request 17") @Nullable
            String reason,

            @Schema(description = "Records by an attribute.") @Nullable
            Attribute attribute,

            @Schema(
                    description = "Spans and log records of a trace; 32 hex digits.",
                    examples = "0af7651916cd43dd8448eb211c80319c")
            @Nullable
            String traceId,

            @Schema(description = "Records of a component.") @Nullable
            OneComponent component) {

        private static final int MAX_REASON = 500;
        private static final int MAX_TEXT = 10_000;

        String checkedReason() {
            return Labels.name("reason", reason, MAX_REASON);
        }

        /**
         * @throws IllegalArgumentException unless it is exactly one
         */
        ErasureTarget target() {
            long named = Stream.of(attribute, traceId, component)
                    .filter(Objects::nonNull)
                    .count();
            if (named != 1) {
                throw new IllegalArgumentException("attribute, traceId, component: expected one of them, got " + named);
            }
            if (attribute != null) {
                return new OfAttribute(
                        Labels.text("attribute.key", Required.field("attribute.key", attribute.key()), MAX_TEXT),
                        Labels.text("attribute.value", Required.field("attribute.value", attribute.value()), MAX_TEXT));
            }
            if (traceId != null) {
                return new OfTrace(TraceId.parse(traceId));
            }
            OneComponent wanted = Required.field("component", component);
            return new OfComponent(
                    Objects.requireNonNullElse(wanted.serviceNamespace(), ""),
                    Required.field("component.serviceName", wanted.serviceName()),
                    Optional.ofNullable(wanted.serviceInstanceId()));
        }
    }

    /** A target as it was asked for: one of them. */
    private record Target(Optional<Attribute> attribute, Optional<String> traceId, Optional<OneComponent> component) {
        static Target of(ErasureTarget target) {
            return switch (target.kind()) {
                case ATTRIBUTE -> {
                    OfAttribute one = (OfAttribute) target;
                    yield new Target(
                            Optional.of(new Attribute(one.key(), one.value())), Optional.empty(), Optional.empty());
                }
                case TRACE ->
                    new Target(
                            Optional.empty(),
                            Optional.of(((OfTrace) target).traceId().toString()),
                            Optional.empty());
                case COMPONENT -> {
                    OfComponent one = (OfComponent) target;
                    OneComponent named = new OneComponent(
                            one.namespace(), one.name(), one.instanceId().orElse(null));
                    yield new Target(Optional.empty(), Optional.empty(), Optional.of(named));
                }
            };
        }
    }

    @Schema(name = "Erasure", description = "Something that is erased, and how far it is.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Listed(
            @Schema(description = "Its id.", implementation = String.class)
            UUID id,

            @Schema(
                    description = "pending, running, done, or failed: it is tried again, the detail says why.",
                    examples = "done")
            String state,

            @Schema(description = "Why it was asked for.", examples = "request 17")
            String reason,

            @Schema(description = "Records by an attribute.")
            Optional<Attribute> attribute,

            @Schema(description = "Records of a trace.") Optional<String> traceId,

            @Schema(description = "Records of a component.") Optional<OneComponent> component,

            @Schema(description = "When it was asked for.") Instant requestedAt,

            @Schema(description = "Who asked for it.", examples = "ops")
            String requestedBy,

            @Schema(description = "When it began; absent: it did not yet.")
            Optional<Instant> startedAt,

            @Schema(description = "When it was done; absent: it is not yet.")
            Optional<Instant> endedAt,

            @Schema(description = "Segments to be looked at, as far as is known.", examples = "120")
            int segments,

            @Schema(description = "Segments looked at.", examples = "40")
            int segmentsDone,

            @Schema(description = "Records erased, those that came later included.", examples = "17")
            long recordsErased,

            @Schema(description = "What keeps it from being done.")
            Optional<String> detail) {

        static Listed of(Erasure erasure) {
            Target target = Target.of(erasure.target());
            return new Listed(
                    erasure.id(),
                    erasure.state().label(),
                    erasure.reason(),
                    target.attribute(),
                    target.traceId(),
                    target.component(),
                    erasure.requestedAt(),
                    erasure.requestedBy(),
                    erasure.startedAt(),
                    erasure.endedAt(),
                    erasure.segments(),
                    erasure.segmentsDone(),
                    erasure.recordsErased(),
                    erasure.detail());
        }
    }

    @Schema(name = "ErasurePage", description = "Erasures of a tenant, the newest first.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "The erasures.") List<Listed> erasures,

            @Schema(description = "For the next page; absent on the last.")
            Optional<String> nextCursor) {}

    @Schema(name = "NumberedErasure", description = "What a collector has to erase from its spool.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Numbered(
            @Schema(description = "In the order in which they were asked for.", examples = "7")
            long number,

            @Schema(description = "Its id.", implementation = String.class)
            UUID id,

            @Schema(description = "Whose records.", examples = "default")
            String tenant,

            @Schema(description = "When it was asked for.") Instant requestedAt,

            @Schema(description = "Records by an attribute.")
            Optional<Attribute> attribute,

            @Schema(description = "Records of a trace.") Optional<String> traceId,

            @Schema(description = "Records of a component.") Optional<OneComponent> component) {

        static Numbered of(Erasure erasure) {
            Target target = Target.of(erasure.target());
            return new Numbered(
                    erasure.number(),
                    erasure.id(),
                    erasure.tenant(),
                    erasure.requestedAt(),
                    target.attribute(),
                    target.traceId(),
                    target.component());
        }
    }

    @Schema(name = "NumberedErasures", description = "Erasures of every tenant.")
    record All(@Schema(description = "By number.") List<Numbered> erasures) {
        static All of(List<Erasure> erasures) {
            return new All(erasures.stream().map(Numbered::of).toList());
        }
    }

    @Schema(name = "SignedCertificate", description = "What was erased, as a statement that can be checked.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Signed(
            @Schema(
                    description = "The statement. In the form of RFC 8785 it is what was signed: the target as the"
                            + " SHA-256 of its JSON, for each signal how many records there were in the segments that held"
                            + " some, were erased and are left, with the sums of their hashes.",
                    implementation = Map.class)
            @JsonRawValue
            String certificate,

            @Schema(description = "Ed25519, in Base64; absent when the service has no key.")
            Optional<String> signature,

            @Schema(description = "The key to check it by, X.509 in Base64. Trust a copy of your own.")
            Optional<String> publicKey) {}
}
