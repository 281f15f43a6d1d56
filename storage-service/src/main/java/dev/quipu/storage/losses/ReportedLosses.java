package dev.quipu.storage.losses;

import dev.quipu.model.CatalogText;
import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.series.CounterIncrease;
import dev.quipu.model.series.SeriesMatcher;
import dev.quipu.model.series.SeriesSelection;
import dev.quipu.model.series.SeriesSelector;
import dev.quipu.storage.ledger.Losses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Adds up what SDKs report that they lost, by component, signal and {@code error.type}. Not thread-safe. */
final class ReportedLosses {

    /** More reasons of one component are one. */
    private static final int MAX_KEYS = 10_000;

    /** An {@code error.type} should be one of few (semantic conventions, "error.type"); more are one. */
    private static final int MAX_ERROR_TYPES = 50;

    private static final int MAX_CODE_POINTS = 100;
    private static final String OTHER = "_OTHER";

    private record Key(Component component, Signal signal, String errorType) {}

    private final Map<Key, Long> records = new HashMap<>();
    private final Set<String> errorTypes = new HashSet<>();

    void add(CounterIncrease counter) {
        SdkCounters.loss(counter).ifPresent(loss -> {
            Key key = new Key(loss.component(), loss.signal(), bounded(loss.errorType()));
            boolean fits = records.size() < MAX_KEYS || records.containsKey(key);
            records.merge(fits ? key : new Key(loss.component(), loss.signal(), OTHER), loss.records(), Long::sum);
        });
    }

    private String bounded(String errorType) {
        String bounded = CatalogText.bounded(errorType, MAX_CODE_POINTS);
        if (errorTypes.size() < MAX_ERROR_TYPES) {
            errorTypes.add(bounded);
        }
        return errorTypes.contains(bounded) ? bounded : OTHER;
    }

    List<Losses.Reported> sums() {
        List<Losses.Reported> sums = new ArrayList<>();
        records.forEach(
                (key, count) -> sums.add(new Losses.Reported(key.component(), key.signal(), key.errorType(), count)));
        return sums;
    }

    /** The series that count losses: of one signal and of components of one name, when those are told. */
    static SeriesSelection selection(Optional<Signal> signal, Optional<String> service) {
        return new SeriesSelection(SdkCounters.names(signal).stream()
                .map(name -> selector(name, service))
                .toList());
    }

    private static SeriesSelector selector(String name, Optional<String> service) {
        List<SeriesMatcher> matchers = new ArrayList<>();
        matchers.add(SeriesMatcher.of("__name__", SeriesMatcher.Operator.EQUAL, name));
        service.ifPresent(of -> matchers.add(SeriesMatcher.of("service", SeriesMatcher.Operator.EQUAL, of)));
        return new SeriesSelector(Optional.of(name), matchers);
    }
}
