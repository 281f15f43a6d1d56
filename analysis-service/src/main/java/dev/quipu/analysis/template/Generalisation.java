package dev.quipu.analysis.template;

import dev.quipu.analysis.template.MiningLimits.Evidence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds places of a template that are variable: where templates that are the same everywhere else have more different
 * words than statements in code would. The more constant words they share, the fewer different ones suffice; two or
 * more places at once, neither of which shows it alone, ask for twice as many for each.
 */
final class Generalisation {

    /** Sets of places tried for one template: bounds the time for a component with thousands of alike templates. */
    private static final int MAX_PLACES_TRIED = 16;

    private final Evidence evidence;

    Generalisation(Evidence evidence) {
        this.evidence = evidence;
    }

    /** Templates, the one asked about first, that differ from one another in nothing but those places. */
    record Family(Places places, List<LiveTemplate> members) {}

    /**
     * The family with the fewest places whose members are one template in truth, if there is such.
     *
     * @param peers templates of as many tokens, the template itself possibly among them
     */
    Optional<Family> of(LiveTemplate template, List<LiveTemplate> peers) {
        List<LiveTemplate> alike = template.alike(peers);
        List<Places> differences = alike.stream().map(template::difference).toList();
        return differences.stream()
                .filter(places -> places.count() > 0)
                .distinct()
                .sorted(Places.FEW_FIRST)
                .limit(MAX_PLACES_TRIED)
                .map(places -> family(template, alike, differences, places))
                .filter(this::isOne)
                .findFirst();
    }

    private static Family family(
            LiveTemplate template, List<LiveTemplate> alike, List<Places> differences, Places places) {
        List<LiveTemplate> members = new ArrayList<>(List.of(template));
        for (int i = 0; i < alike.size(); i++) {
            if (alike.get(i) != template && places.covers(differences.get(i))) {
                members.add(alike.get(i));
            }
        }
        return new Family(places, members);
    }

    private boolean isOne(Family family) {
        Places places = family.places();
        LiveTemplate first = family.members().get(0);
        int needed = evidence.valuesNeeded(first.constantsOutside(places), places.count());
        for (int token = 0; token < first.size(); token++) {
            if (places.isWhole(token)) {
                if (!hasValues(family, token, needed)) {
                    return false;
                }
            } else {
                for (long rest = places.words(token); rest != 0; rest &= rest - 1) {
                    if (!hasValues(family, token, Long.numberOfTrailingZeros(rest), needed)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean hasValues(Family family, int token, int needed) {
        Set<String> constants = new HashSet<>();
        long valueBits = 0;
        for (LiveTemplate member : family.members()) {
            valueBits |= member.token(token).valueBits();
            if (!member.token(token).hasVariable()) {
                constants.add(member.token(token).form());
            }
        }
        return constants.size() + Long.bitCount(valueBits) >= needed;
    }

    private static boolean hasValues(Family family, int token, int word, int needed) {
        Set<String> constants = new HashSet<>();
        long valueBits = 0;
        for (LiveTemplate member : family.members()) {
            valueBits |= member.token(token).valueBits(word);
            String constant = member.token(token).constant(word);
            if (constant != null) {
                constants.add(constant);
            }
        }
        return constants.size() + Long.bitCount(valueBits) >= needed;
    }
}
