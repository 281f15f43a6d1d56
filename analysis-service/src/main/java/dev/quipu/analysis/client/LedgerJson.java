package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quipu.model.Component;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads storage's ledger. What every storage tells has to be there; evidence of losses that an older one does not know
 * of, or that was not asked for, may be absent.
 */
final class LedgerJson {

    private LedgerJson() {}

    /**
     * @throws IllegalArgumentException when something is missing
     * @throws java.time.DateTimeException when a time is none
     */
    static Ledger ledger(JsonNode answer) {
        List<Ledger.Line> lines = new ArrayList<>();
        answer.path("lines").forEach(line -> lines.add(line(line)));
        return new Ledger(
                Instant.parse(answer.required("from").asText()),
                Instant.parse(answer.required("to").asText()),
                counts(answer.required("identities")),
                lines,
                Instant.parse(answer.required("watermark").asText()));
    }

    private static Ledger.Line line(JsonNode line) {
        JsonNode component = line.path("component");
        return new Ledger.Line(
                text(line, "minute").map(Instant::parse),
                text(line, "signal"),
                component.isObject()
                        ? Optional.of(new Component(
                                component.path("namespace").asText(),
                                component.path("name").asText(),
                                component.path("instanceId").asText()))
                        : Optional.empty(),
                counts(line.required("counts")));
    }

    private static Ledger.Counts counts(JsonNode counts) {
        List<Ledger.Equation> equations = new ArrayList<>();
        counts.required("equations")
                .forEach(equation -> equations.add(new Ledger.Equation(
                        equation.required("name").asText(),
                        Long.parseLong(equation.required("difference").asText()))));
        return new Ledger.Counts(
                missing(counts.path("total")),
                counts.required("offered").asLong(),
                counts.required("collected").asLong(),
                counts.required("duplicate").asLong(),
                byReason(counts.required("rejected")),
                byReason(counts.required("sampledOutBy")),
                byReason(counts.required("refusedFor")),
                byReason(counts.path("spooledBy")),
                byReason(counts.path("quarantined")),
                counts.required("stored").asLong(),
                counts.required("live").asLong(),
                counts.required("expired").asLong(),
                counts.required("erased").asLong(),
                counts.required("analysed").asLong(),
                counts.required("pending").asLong(),
                byReason(counts.required("failed")),
                setHashes(counts.path("setHash")),
                equations);
    }

    private static Ledger.Missing missing(JsonNode total) {
        JsonNode evidence = total.path("evidence");
        JsonNode inferred = evidence.path("inferred");
        SortedMap<String, Long> reported = byReason(total.path("reportedFor"));
        long unexplained = evidence.path("reported").asLong() - Ledger.sum(reported);
        if (unexplained != 0) {
            reported.merge("", unexplained, Long::sum);
        }
        return new Ledger.Missing(
                evidence.path("measured").asLong(),
                reported,
                text(total, "reportedNote"),
                inferred.isNumber() ? OptionalLong.of(inferred.asLong()) : OptionalLong.empty(),
                text(total, "inferredNote"));
    }

    private static Ledger.SetHashes setHashes(JsonNode sums) {
        return new Ledger.SetHashes(
                sums.path("stored").asText(),
                sums.path("live").asText(),
                sums.path("expired").asText(),
                sums.path("erased").asText());
    }

    private static SortedMap<String, Long> byReason(JsonNode counts) {
        SortedMap<String, Long> byReason = new TreeMap<>();
        counts.fields()
                .forEachRemaining(
                        count -> byReason.put(count.getKey(), count.getValue().asLong()));
        return byReason;
    }

    private static Optional<String> text(JsonNode object, String member) {
        String text = object.path(member).asText("");
        return text.isEmpty() || object.path(member).isNull() ? Optional.empty() : Optional.of(text);
    }
}
