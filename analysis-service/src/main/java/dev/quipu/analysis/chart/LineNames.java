package dev.quipu.analysis.chart;

import dev.quipu.analysis.client.MetricClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Names of lines: the metric, where there are several, and no more labels than tell the lines apart. */
final class LineNames {

    private static final String FIRST = "service.name";

    private LineNames() {}

    /** One for each line, in their order. */
    static List<String> of(List<MetricClient.Line> lines) {
        boolean isOneMetric =
                lines.stream().map(MetricClient.Line::metric).distinct().count() <= 1;
        List<String> keys = telling(lines, isOneMetric);
        return lines.stream().map(line -> name(line, keys, isOneMetric)).toList();
    }

    /** Keys that tell more lines apart than those before them do. */
    private static List<String> telling(List<MetricClient.Line> lines, boolean isOneMetric) {
        TreeSet<String> all = new TreeSet<>();
        lines.forEach(line -> all.addAll(line.labels().keySet()));
        List<String> candidates = new ArrayList<>(all);
        if (candidates.remove(FIRST)) {
            candidates.add(0, FIRST);
        }
        List<String> chosen = new ArrayList<>();
        long told = told(lines, chosen, isOneMetric);
        for (String key : candidates) {
            chosen.add(key);
            long more = told(lines, chosen, isOneMetric);
            if (more == told) {
                chosen.remove(key);
            }
            told = more;
        }
        return chosen;
    }

    private static long told(List<MetricClient.Line> lines, List<String> keys, boolean isOneMetric) {
        return new HashSet<>(lines.stream()
                        .map(line -> name(line, keys, isOneMetric))
                        .toList())
                .size();
    }

    private static String name(MetricClient.Line line, List<String> keys, boolean isOneMetric) {
        Map<String, String> labels = line.labels();
        String told = keys.stream()
                .filter(labels::containsKey)
                .map(key -> key + "=" + labels.get(key))
                .collect(Collectors.joining(", "));
        if (isOneMetric && !told.isEmpty()) {
            return told;
        }
        String metric = line.metric().isEmpty() ? "all" : line.metric();
        return told.isEmpty() ? metric : metric + " " + told;
    }
}
