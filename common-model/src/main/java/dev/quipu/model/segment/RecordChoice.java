package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import java.util.Set;

/** Chooses records by whose they are and what they say: a record is chosen when one of the questions is answered yes. */
public interface RecordChoice {

    /** Whether all records of the component are chosen. */
    boolean component(Component component);

    /** Whether the spans and log records of the trace are chosen; a trace id as two halves. */
    boolean trace(long high, long low);

    /** The only keys that {@link #pair} can say yes to. */
    Set<String> keys();

    /**
     * Whether whoever says this is chosen, in whatever place: a record, its events, links and exemplars, its scope,
     * resource and metric, or the maps in a log record's body.
     *
     * @param key of the attribute; of a nested value the attribute's, and once more the nearest map entry's
     * @param value neither an array nor a map
     */
    boolean pair(String key, AnyValue value);
}
