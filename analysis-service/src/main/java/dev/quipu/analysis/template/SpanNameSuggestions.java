package dev.quipu.analysis.template;

import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
import dev.quipu.analysis.template.SpanNamesAnswer.Suggestion;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds span names that differ in a value only, as when an id stands in them, and suggests the one name that they should
 * have: mined as templates of log records are, component by component.
 */
@ApplicationScoped
public class SpanNameSuggestions {

    private static final int MAX_EXAMPLES = 3;

    private final StorageClient storage;

    SpanNameSuggestions(StorageClient storage) {
        this.storage = storage;
    }

    /**
     * @param service components of this name; empty for all
     * @param leastNames that one name would stand for, 2 or more
     */
    public Uni<SpanNamesAnswer> read(
            String tenant, Window window, Optional<String> service, int leastNames, Page page) {
        Instant from = Instant.EPOCH.plusNanos(window.fromUnixNano());
        Instant to = Instant.EPOCH.plusNanos(Math.max(window.toUnixNano(), window.fromUnixNano() + 1));
        return storage.rollup(tenant, RollupQuery.whole(RollupKind.SPANS, from, to, service))
                .map(found -> answer(found, leastNames, page));
    }

    private static SpanNamesAnswer answer(FoundRollup<SpanKey> found, int leastNames, Page page) {
        List<Suggestion> suggestions = of(found.rollup()).stream()
                .filter(suggestion -> suggestion.names() >= leastNames)
                .toList();
        return new SpanNamesAnswer(
                found.from(),
                found.to(),
                suggestions.size(),
                page.of(suggestions),
                page.nextCursor(suggestions.size()),
                found.watermark(),
                found.analysedFraction());
    }

    private record Owner(String namespace, String component) {}

    /** Those that stand for most names first. */
    static List<Suggestion> of(Rollup<SpanKey> spans) {
        Map<Owner, Map<String, Long>> names = new HashMap<>();
        spans.byKey().forEach((key, cell) -> {
            if (!key.spanName().equals(Rollup.OTHER)) {
                names.computeIfAbsent(new Owner(key.namespace(), key.component()), unseen -> new TreeMap<>())
                        .merge(key.spanName(), cell.spans(), Long::sum);
            }
        });
        List<Suggestion> suggestions = new ArrayList<>();
        names.forEach((owner, counts) -> suggestions.addAll(suggestions(owner, counts)));
        suggestions.sort(Comparator.comparingInt(Suggestion::names)
                .reversed()
                .thenComparing(Suggestion::component)
                .thenComparing(Suggestion::suggestion));
        return suggestions;
    }

    private static List<Suggestion> suggestions(Owner owner, Map<String, Long> spansByName) {
        TemplateMiner miner = new TemplateMiner(MiningLimits.DEFAULT);
        Map<String, Integer> numbers = new TreeMap<>();
        spansByName.keySet().forEach(name -> numbers.put(name, miner.add(name)));
        Map<Integer, List<String>> byTemplate = new TreeMap<>();
        numbers.forEach((name, number) -> byTemplate
                .computeIfAbsent(miner.current(number), unseen -> new ArrayList<>())
                .add(name));
        List<Suggestion> suggestions = new ArrayList<>();
        byTemplate.forEach((number, names) -> {
            if (number != TemplateMiner.OVERFLOW && names.size() > 1) {
                suggestions.add(new Suggestion(
                        owner.namespace(),
                        owner.component(),
                        miner.text(number),
                        names.size(),
                        names.stream().mapToLong(spansByName::get).sum(),
                        names.subList(0, Math.min(MAX_EXAMPLES, names.size()))));
            }
        });
        return suggestions;
    }
}
