package dev.quipu.analysis.template;

import dev.quipu.analysis.values.AnyValueText;
import dev.quipu.model.Component;
import dev.quipu.model.LogRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Templates of several components, and what is known of the records of each. Not thread-safe. */
final class MinedTemplates {

    /** Of those beyond, records are counted as left over. */
    private static final int MAX_COMPONENTS = 500;

    /** Of OTLP's severity numbers, the first that means an error. */
    private static final int ERROR = 17;

    /** All instances of a component write with the same statements. */
    private record Owner(String namespace, String component) {}

    private static final class Mined {
        private final TemplateMiner miner = new TemplateMiner(MiningLimits.DEFAULT);
        private final Map<Integer, Found> byFirstNumber = new HashMap<>();
    }

    private final Map<Owner, Mined> components = new LinkedHashMap<>();
    private final boolean isAssigned;
    private final List<Given> given = new ArrayList<>();
    private long records;
    private long leftOver;

    /** @param isAssigned whether to keep which template each record is of */
    MinedTemplates(boolean isAssigned) {
        this.isAssigned = isAssigned;
    }

    /** A template's number when a record was seen, which may have been merged into another since. */
    private record Given(Owner owner, int number, long unixNano) {}

    /**
     * A template of a component.
     *
     * @param errors records of a severity of an error and above
     * @param sample a body of it
     */
    record Found(
            String namespace,
            String component,
            int number,
            String text,
            long records,
            long errors,
            long firstUnixNano,
            long lastUnixNano,
            String sample) {

        private Found plus(Found other) {
            return new Found(
                    namespace,
                    component,
                    number,
                    text,
                    records + other.records,
                    errors + other.errors,
                    Long.compareUnsigned(firstUnixNano, other.firstUnixNano) < 0 ? firstUnixNano : other.firstUnixNano,
                    Long.compareUnsigned(lastUnixNano, other.lastUnixNano) > 0 ? lastUnixNano : other.lastUnixNano,
                    sample);
        }

        private Found as(Template template) {
            return new Found(
                    namespace,
                    component,
                    template.number(),
                    template.text(),
                    records,
                    errors,
                    firstUnixNano,
                    lastUnixNano,
                    sample);
        }
    }

    /** Which template a record is of. */
    record Assignment(String namespace, String component, int number, long unixNano) {}

    /** A record without a body counts as one with an empty one. */
    void add(LogRecord record) {
        records++;
        Component component = Component.of(record.resource().attributes());
        Owner owner = new Owner(component.namespace(), component.name());
        Mined mined = components.get(owner);
        if (mined == null && components.size() < MAX_COMPONENTS) {
            mined = new Mined();
            components.put(owner, mined);
        }
        if (mined == null) {
            leftOver++;
            return;
        }
        String body = beginning(record.body().map(AnyValueText::of).orElse(""));
        int number = mined.miner.add(body);
        if (number == TemplateMiner.OVERFLOW) {
            leftOver++;
            return;
        }
        long time = record.effectiveTimeUnixNano();
        boolean isError = record.severityNumber() >= ERROR;
        mined.byFirstNumber.merge(
                number,
                new Found(owner.namespace(), owner.component(), number, "", 1, isError ? 1 : 0, time, time, body),
                Found::plus);
        if (isAssigned) {
            given.add(new Given(owner, number, time));
        }
    }

    /** The first line that is not blank, as far as a miner reads: what a template and its sample are made of. */
    private static String beginning(String body) {
        FirstLine line = FirstLine.of(body, MiningLimits.DEFAULT.maxBodyChars());
        return body.substring(line.start(), line.end());
    }

    long records() {
        return records;
    }

    /** Records that no template could be kept for. */
    long leftOver() {
        return leftOver;
    }

    /** Most records first. */
    List<Found> templates() {
        List<Found> all = new ArrayList<>();
        components.values().forEach(mined -> {
            Map<Integer, Found> current = new HashMap<>();
            mined.byFirstNumber.forEach(
                    (number, found) -> current.merge(mined.miner.current(number), found, Found::plus));
            mined.miner.templates().forEach(template -> {
                Found found = current.get(template.number());
                if (found != null) {
                    all.add(found.as(template));
                }
            });
        });
        all.sort(Comparator.comparingLong(Found::records)
                .reversed()
                .thenComparing(Found::component)
                .thenComparing(Found::namespace)
                .thenComparingInt(Found::number));
        return all;
    }

    /** In the order in which the records were added. */
    List<Assignment> assignments() {
        return given.stream()
                .map(one ->
                        new Assignment(one.owner().namespace(), one.owner().component(), current(one), one.unixNano()))
                .toList();
    }

    private int current(Given one) {
        Mined mined = components.get(one.owner());
        return mined == null ? one.number() : mined.miner.current(one.number());
    }
}
