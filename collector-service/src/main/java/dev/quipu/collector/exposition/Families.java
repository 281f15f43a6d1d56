package dev.quipu.collector.exposition;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the family of a sample by its name. The page's order does not matter. Not thread-safe. */
final class Families {

    private static final List<String> SUFFIXES =
            List.of("_total", "_bucket", "_count", "_sum", "_created", "_gcount", "_gsum", "_info");

    private final Map<String, Family> byName = new LinkedHashMap<>();
    private final Map<String, Family> bySample = new HashMap<>();

    /** The family of that name, which a page may describe before or behind its samples. */
    Family named(String name) {
        bySample.clear();
        return byName.computeIfAbsent(name, Family::new);
    }

    /** One of the described families that has such samples, or one of its own. */
    Family ofSample(String sampleName) {
        Family known = bySample.get(sampleName);
        if (known == null) {
            known = find(sampleName);
            bySample.put(sampleName, known);
        }
        return known;
    }

    private Family find(String sampleName) {
        Family exact = byName.get(sampleName);
        if (exact != null && exact.suffixes().contains("")) {
            return exact;
        }
        for (String suffix : SUFFIXES) {
            if (sampleName.endsWith(suffix)) {
                Family family = byName.get(sampleName.substring(0, sampleName.length() - suffix.length()));
                if (family != null && family.suffixes().contains(suffix)) {
                    return family;
                }
            }
        }
        return byName.computeIfAbsent(sampleName, Family::new);
    }

    Collection<Family> all() {
        return byName.values();
    }
}
