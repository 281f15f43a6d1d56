package dev.quipu.analysis.alert;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a rule's condition says of one series at one time.
 *
 * @param labels what tells the series from the rule's others
 * @param holds whether the condition does
 * @param value that was looked at; empty when there is none
 * @param summary in a sentence
 */
record Judged(Map<String, String> labels, boolean holds, OptionalDouble value, String summary) {

    Judged {
        labels = Map.copyOf(labels);
    }

    /** By which alerts are told apart: the labels in order. */
    String series() {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(","));
    }
}
