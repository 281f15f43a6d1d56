package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares spans as multisets: what came back is what was sent, no more, no less, none twice. */
final class SpanSets {

    private static final int SHOWN = 2;

    private SpanSets() {}

    static void assertSame(Collection<OtlpSpan> actual, Collection<OtlpSpan> expected) {
        Map<OtlpSpan, Integer> surplus = new HashMap<>();
        actual.forEach(span -> surplus.merge(span, 1, Integer::sum));
        expected.forEach(span -> surplus.merge(span, -1, Integer::sum));
        List<OtlpSpan> missing = new ArrayList<>();
        List<OtlpSpan> unexpected = new ArrayList<>();
        surplus.forEach((span, count) -> {
            if (count < 0) {
                missing.add(span);
            } else if (count > 0) {
                unexpected.add(span);
            }
        });
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            fail(
                    "expected %d spans, got %d: %d missing, %d unexpected%n%s%s%s",
                    expected.size(),
                    actual.size(),
                    missing.size(),
                    unexpected.size(),
                    differences(missing, unexpected),
                    shown("missing", missing),
                    shown("unexpected", unexpected));
        }
    }

    /** Line by line, what tells a missing span from the unexpected one with the same ids. */
    private static String differences(List<OtlpSpan> missing, List<OtlpSpan> unexpected) {
        for (OtlpSpan expected : missing) {
            for (OtlpSpan actual : unexpected) {
                if (expected.traceId().equals(actual.traceId())
                        && expected.span().getSpanId().equals(actual.span().getSpanId())) {
                    List<String> expectedLines = expected.toString().lines().toList();
                    List<String> actualLines = actual.toString().lines().toList();
                    return "expected only: "
                            + expectedLines.stream()
                                    .filter(line -> !actualLines.contains(line))
                                    .toList()
                            + "\ngot only: "
                            + actualLines.stream()
                                    .filter(line -> !expectedLines.contains(line))
                                    .toList()
                            + "\n";
                }
            }
        }
        return "";
    }

    private static String shown(String label, List<OtlpSpan> spans) {
        StringBuilder text = new StringBuilder();
        for (OtlpSpan span : spans.subList(0, Math.min(SHOWN, spans.size()))) {
            String all = span.toString();
            text.append("---- ")
                    .append(label)
                    .append('\n')
                    .append(all, 0, Math.min(6_000, all.length()))
                    .append('\n');
        }
        return text.toString();
    }
}
