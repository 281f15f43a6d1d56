package dev.quipu.storage.removal;

import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import dev.quipu.storage.segments.SegmentRow.Counted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits the account of a segment into what stays and what is taken. A merged segment does not say in which minute a
 * record was collected: a component's records are taken from its minutes in their order. What is taken and what stays
 * always add up to what was there, counts and set-hashes of each component.
 */
public record TakenAccount(List<Counted> left, List<Counted> taken) {

    public TakenAccount {
        left = List.copyOf(left);
        taken = List.copyOf(taken);
    }

    /**
     * @param account of the segment as it was
     * @param before components of the segment as it was
     * @param removed what was taken of which component
     */
    static TakenAccount of(List<Counted> account, List<ComponentEntry> before, List<ComponentEntry> removed) {
        Map<Integer, Count> toTake = new HashMap<>();
        for (ComponentEntry entry : removed) {
            toTake.merge(idOf(entry, account, before), new Count(entry.records(), entry.setHash()), Count::plus);
        }
        List<Counted> left = new ArrayList<>();
        List<Counted> gone = new ArrayList<>();
        for (int i = 0; i < account.size(); i++) {
            Counted counted = account.get(i);
            Count wanted = toTake.getOrDefault(counted.componentId(), Count.NOTHING);
            Count taken = wanted.from(counted, isLast(account, i));
            toTake.put(counted.componentId(), wanted.minus(taken));
            add(gone, counted, taken);
            add(left, counted, new Count(counted.records(), counted.setHash()).minus(taken));
        }
        return new TakenAccount(left, gone);
    }

    /** Of the component, in the order of minutes. */
    private static boolean isLast(List<Counted> account, int index) {
        return account.subList(index + 1, account.size()).stream()
                .noneMatch(later -> later.componentId() == account.get(index).componentId());
    }

    private static void add(List<Counted> to, Counted counted, Count count) {
        if (!count.equals(Count.NOTHING)) {
            to.add(new Counted(counted.minute(), counted.componentId(), count.records(), count.setHash()));
        }
    }

    /** Whose number a component has: both add up to the same records. */
    private static int idOf(ComponentEntry removed, List<Counted> account, List<ComponentEntry> before) {
        Map<Integer, Count> sums = new HashMap<>();
        account.forEach(counted ->
                sums.merge(counted.componentId(), new Count(counted.records(), counted.setHash()), Count::plus));
        if (sums.size() == 1) {
            return sums.keySet().iterator().next();
        }
        Count wanted = before.stream()
                .filter(entry -> entry.component().equals(removed.component()))
                .map(entry -> new Count(entry.records(), entry.setHash()))
                .reduce(Count.NOTHING, Count::plus);
        return sums.entrySet().stream()
                .filter(sum -> sum.getValue().equals(wanted))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("account: expected a component with " + wanted + ", got " + sums));
    }

    private record Count(int records, long setHash) {
        static final Count NOTHING = new Count(0, 0);

        Count plus(Count other) {
            return new Count(records + other.records, setHash + other.setHash);
        }

        Count minus(Count other) {
            return new Count(records - other.records, setHash - other.setHash);
        }

        /** All that is there, when that is no more than this; else this, or as much of it as comes last. */
        private Count from(Counted counted, boolean isLast) {
            boolean isAll = records >= counted.records() && !isLast;
            return isAll && counted.records() > 0 ? new Count(counted.records(), counted.setHash()) : this;
        }
    }
}
