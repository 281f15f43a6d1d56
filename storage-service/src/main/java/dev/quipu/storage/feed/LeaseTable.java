package dev.quipu.storage.feed;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who works on which parts, and who should. Pure.
 *
 * <p>Laws: 1. the shares of the live replicas add up to the parts that are to be worked on, and none is more than one
 * larger than another; 2. a part that a live replica holds is given to no other; 3. a layout that no live replica asked
 * for is left: the parts that are behind go on as far as the furthest has come, and no further.
 *
 * @param parts of the present layout
 * @param slicesByOwner what each live replica asked for
 * @param ownerByPart leases that have not ended
 */
record LeaseTable(List<FeedPart> parts, Map<String, Integer> slicesByOwner, Map<String, String> ownerByPart) {

    LeaseTable {
        List<String> order = new PartLayout(parts.size() - 1).parts();
        parts = parts.stream()
                .sorted(Comparator.comparingInt(part -> order.indexOf(part.name())))
                .toList();
        slicesByOwner = Map.copyOf(slicesByOwner);
        ownerByPart = Map.copyOf(ownerByPart);
    }

    int slices() {
        return parts.size() - 1;
    }

    /** Whether nobody wants the layout as it is. */
    boolean isLeft() {
        return !slicesByOwner.containsValue(slices());
    }

    /** Whether another layout can take over without counting anything twice. */
    boolean standsAtOnePlace() {
        return parts.stream()
                        .mapToLong(part -> part.cursor().position())
                        .distinct()
                        .count()
                == 1;
    }

    /** Where parts that are leased have to stop. */
    Optional<FeedCursor> upTo() {
        return isLeft() ? Optional.of(furthest()) : Optional.empty();
    }

    private FeedCursor furthest() {
        return parts.stream()
                .map(FeedPart::cursor)
                .max(Comparator.comparingLong(FeedCursor::position))
                .orElseThrow();
    }

    /** The parts that a live replica works on from now: of those it holds as many as are its share, and free ones. */
    List<FeedPart> partsOf(String owner) {
        List<FeedPart> open = open();
        Stream<FeedPart> held = open.stream().filter(part -> owner.equals(ownerByPart.get(part.name())));
        Stream<FeedPart> free = open.stream().filter(part -> !ownerByPart.containsKey(part.name()));
        return Stream.concat(held, free).limit(share(owner, open)).toList();
    }

    private List<FeedPart> open() {
        long furthest = furthest().position();
        return parts.stream()
                .filter(part -> !isLeft() || part.cursor().position() < furthest)
                .toList();
    }

    /** Where parts cannot be shared evenly, those who hold more keep more, so that little moves. */
    private int share(String owner, Collection<FeedPart> open) {
        List<String> owners = slicesByOwner.keySet().stream()
                .sorted(Comparator.comparingLong((String one) -> -held(one, open))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        int rest = open.size() % owners.size();
        return open.size() / owners.size() + (owners.indexOf(owner) < rest ? 1 : 0);
    }

    private long held(String owner, Collection<FeedPart> open) {
        return open.stream()
                .filter(part -> owner.equals(ownerByPart.get(part.name())))
                .count();
    }
}
