package dev.quipu.storage.retention;

import dev.quipu.model.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How long the records of one signal of a tenant are kept, when that is not the same for all of them.
 *
 * @param otherDays of records that no specific rule names
 * @param rules the specific ones; the first that names a record decides
 */
record SignalKeeping(String tenant, Signal signal, int otherDays, List<KeepingRule> rules) {

    SignalKeeping {
        rules = rules.stream().sorted(KeepingRule.FIRST_DECIDES).toList();
    }

    /**
     * From each age on at which records of some rule expire to the next; older segments expire as a whole. None where
     * all records are kept equally long.
     */
    List<KeepingStage> stages() {
        TreeSet<Integer> ages = new TreeSet<>();
        ages.add(otherDays);
        rules.forEach(rule -> ages.add(rule.days()));
        List<Integer> ascending = List.copyOf(ages);
        List<KeepingStage> stages = new ArrayList<>();
        for (int i = 0; i + 1 < ascending.size(); i++) {
            stages.add(new KeepingStage(this, ascending.get(i), ascending.get(i + 1)));
        }
        return stages;
    }
}
