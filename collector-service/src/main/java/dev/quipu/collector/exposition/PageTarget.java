package dev.quipu.collector.exposition;

import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.SemanticAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose page it is.
 *
 * @param attributes of the target beside job and instance; become the resource's
 * @param described what a page says of its target; gives way to the attributes
 * @param honorLabels whether a label {@code job} or {@code instance} on the page says whose series it is, as on the
 *     page of a gateway; else such a label, like any that the target has itself, is renamed {@code exported_…}
 */
public record PageTarget(
        String job, String instance, List<KeyValue> attributes, List<KeyValue> described, boolean honorLabels) {

    static final String JOB = "job";
    static final String INSTANCE = "instance";

    public PageTarget {
        attributes = List.copyOf(attributes);
        described = List.copyOf(described);
    }

    public PageTarget describedBy(List<KeyValue> labels) {
        return new PageTarget(job, instance, attributes, labels, honorLabels);
    }

    /** Of the target itself. */
    public Resource resource() {
        return resource(job, instance, described);
    }

    /** Of another one that the page speaks of. */
    Resource resource(String itsJob, String itsInstance) {
        return resource(itsJob, itsInstance, List.of());
    }

    private Resource resource(String itsJob, String itsInstance, List<KeyValue> more) {
        List<KeyValue> all = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        add(all, keys, KeyValue.of(SemanticAttributes.SERVICE_NAME, itsJob));
        add(all, keys, KeyValue.of(SemanticAttributes.SERVICE_INSTANCE_ID, itsInstance));
        attributes.forEach(attribute -> add(all, keys, attribute));
        more.forEach(attribute -> add(all, keys, attribute));
        return Resource.of(all);
    }

    private static void add(List<KeyValue> all, Set<String> keys, KeyValue attribute) {
        if (keys.add(attribute.key())) {
            all.add(attribute);
        }
    }

    /** Names that a label on the page may not have if it shall not be mistaken for the target's. */
    Set<String> ownNames() {
        Set<String> names = new HashSet<>(Set.of(JOB, INSTANCE));
        attributes.forEach(attribute -> names.add(attribute.key()));
        return names;
    }
}
