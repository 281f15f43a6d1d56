package dev.quipu.analysis.template;

import dev.quipu.analysis.template.Generalisation.Family;
import dev.quipu.analysis.template.MinerState.TemplateState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Learns the log templates of one component from its bodies, one by one and in their order. The same bodies in the
 * same order give the same templates, with or without a restart from {@link #state()} between. Not for more than one
 * thread at a time.
 *
 * <p>Every body's words that look like values are masked ({@link BodyScanner}); what is left is its shape. A shape
 * that no template covers becomes a template. Templates that differ in a few places only become one when those places
 * have shown enough different words ({@link Generalisation}); the oldest number stays and the others are reported as
 * merged. When there is room for no more templates, a new shape joins the one most like it, or is overflow.
 */
public final class TemplateMiner {

    /** The number for bodies that no template could be kept for. */
    public static final int OVERFLOW = 0;

    private static final int SHAPES_PER_TEMPLATE = 2;
    private static final int MAX_CACHED_SHAPE_CHARS = 512;

    private final MiningLimits limits;
    private final BodyScanner scanner;
    private final Generalisation generalisation;
    private final Map<String, LiveTemplate> byShape = new HashMap<>();
    private final Map<Integer, List<LiveTemplate>> bySize = new HashMap<>();
    private final TreeMap<Integer, LiveTemplate> byNumber = new TreeMap<>();
    private final List<TemplateMerge> merges = new ArrayList<>();
    private final Map<Integer, Integer> mergedInto = new HashMap<>();
    private final Set<Integer> changed = new TreeSet<>();
    private int lastNumber;
    private long overflowRecords;

    public TemplateMiner(MiningLimits limits) {
        this.limits = limits;
        scanner = new BodyScanner(limits);
        generalisation = new Generalisation(limits.evidence());
    }

    /** A miner that goes on where the one that gave the state was. */
    public TemplateMiner(MiningLimits limits, MinerState state) {
        this(limits);
        lastNumber = state.lastNumber();
        overflowRecords = state.overflowRecords();
        for (TemplateState template : state.templates()) {
            keep(new LiveTemplate(template));
        }
        state.merges().forEach(this::remember);
    }

    public MinerState state() {
        List<TemplateState> templates =
                byNumber.values().stream().map(LiveTemplate::state).toList();
        return new MinerState(lastNumber, overflowRecords, templates, merges);
    }

    /** Counts a body and answers its template's number, or {@link #OVERFLOW}. */
    public int add(String body) {
        scanner.scan(body);
        String shape = scanner.key();
        LiveTemplate template = byShape.get(shape);
        if (template == null) {
            template = place();
            if (template == null) {
                overflowRecords++;
                return OVERFLOW;
            }
            if (shape.length() <= MAX_CACHED_SHAPE_CHARS) {
                cache(shape, template);
            }
        }
        long news = template.count(scanner);
        if (news != 0 && template.isContested(news, peers(template))) {
            template = generalised(template);
        }
        if (news != 0) {
            changed.add(template.number());
        }
        return template.number();
    }

    /** The number that a number once given out has now, after all merges. */
    public int current(int number) {
        int current = number;
        for (Integer into = mergedInto.get(current); into != null; into = mergedInto.get(current)) {
            current = into;
        }
        return current;
    }

    /** Merges in their order, without the first {@code known}: those that a reader has seen before. */
    public List<TemplateMerge> merges(int known) {
        return List.copyOf(merges.subList(known, merges.size()));
    }

    /** Templates whose text, or what is known of their values, has changed since this was asked last, by number. */
    public List<TemplateState> takeChanged() {
        List<TemplateState> states = changed.stream()
                .map(byNumber::get)
                .filter(Objects::nonNull)
                .map(LiveTemplate::state)
                .toList();
        changed.clear();
        return states;
    }

    /** How many templates have changed since {@link #takeChanged} was asked, about. */
    public int changes() {
        return changed.size();
    }

    /** How many templates there are now. */
    public int size() {
        return byNumber.size();
    }

    /** The text of a template that there is now; empty when there is none of that number. */
    public String text(int number) {
        LiveTemplate template = byNumber.get(number);
        return template == null ? "" : template.view().text();
    }

    /** The templates there are now, by number. */
    public List<Template> templates() {
        return byNumber.values().stream().map(LiveTemplate::view).toList();
    }

    public long overflowRecords() {
        return overflowRecords;
    }

    /**
     * What stands in a body where its template has {@code <*>}, from left to right; empty when there is no such
     * template or the body is not of it.
     */
    public List<String> parameters(int number, String body) {
        LiveTemplate template = byNumber.get(current(number));
        if (template == null) {
            return List.of();
        }
        scanner.scan(body);
        LiveTemplate shape = new LiveTemplate(scanner.tokens());
        boolean isIts = shape.size() == template.size() && template.covers(shape);
        return isIts ? template.parameters(scanner) : List.of();
    }

    private @Nullable LiveTemplate place() {
        LiveTemplate body = new LiveTemplate(scanner.tokens());
        List<LiveTemplate> peers = peers(body);
        LiveTemplate known = mostSpecific(body, peers);
        if (known != null) {
            return known;
        }
        if (byNumber.size() >= limits.maxTemplates() || lastNumber >= limits.maxNumbers()) {
            return joined(body, peers);
        }
        Optional<Family> family = generalisation.of(body, peers);
        if (family.isPresent()) {
            return generalised(merged(family.get()));
        }
        body.number(++lastNumber);
        keep(body);
        changed.add(body.number());
        return body;
    }

    private static @Nullable LiveTemplate mostSpecific(LiveTemplate body, List<LiveTemplate> peers) {
        return peers.stream()
                .filter(peer -> peer.covers(body))
                .max(Comparator.comparingInt(LiveTemplate::constants).thenComparingInt(peer -> -peer.number()))
                .orElse(null);
    }

    /** With no room left: the template that differs least, if half of the words are shared, made to cover the body. */
    private @Nullable LiveTemplate joined(LiveTemplate body, List<LiveTemplate> peers) {
        List<LiveTemplate> alike = body.alike(peers);
        if (alike.isEmpty()) {
            return null;
        }
        LiveTemplate nearest = Collections.min(
                alike,
                Comparator.comparingInt(
                                (LiveTemplate peer) -> peer.difference(body).count())
                        .thenComparingInt(LiveTemplate::number));
        nearest.generalise(nearest.difference(body), List.of(body));
        changed.add(nearest.number());
        byShape.clear();
        return generalised(nearest);
    }

    private LiveTemplate generalised(LiveTemplate template) {
        LiveTemplate current = template;
        List<LiveTemplate> peers = peers(template);
        Optional<Family> family = generalisation.of(current, peers);
        while (family.isPresent()) {
            current = merged(family.get());
            family = generalisation.of(current, peers);
        }
        return current;
    }

    /** Makes one template of the members; the oldest that has a number stays. */
    private LiveTemplate merged(Family family) {
        List<LiveTemplate> others = new ArrayList<>(family.members());
        LiveTemplate oldest = others.stream()
                .filter(member -> member.number() > 0)
                .min(Comparator.comparingInt(LiveTemplate::number))
                .orElseThrow();
        others.remove(oldest);
        oldest.generalise(family.places(), others);
        for (LiveTemplate other : others) {
            if (other.number() > 0) {
                byNumber.remove(other.number());
                peers(other).remove(other);
                remember(new TemplateMerge(other.number(), oldest.number()));
            }
        }
        byShape.clear();
        changed.add(oldest.number());
        return oldest;
    }

    private void keep(LiveTemplate template) {
        byNumber.put(template.number(), template);
        peers(template).add(template);
    }

    /** Those of as many tokens. */
    private List<LiveTemplate> peers(LiveTemplate template) {
        return bySize.computeIfAbsent(template.size(), size -> new ArrayList<>());
    }

    private void cache(String shape, LiveTemplate template) {
        if (byShape.size() >= limits.maxTemplates() * SHAPES_PER_TEMPLATE) {
            byShape.clear();
        }
        byShape.put(shape, template);
    }

    private void remember(TemplateMerge merge) {
        merges.add(merge);
        mergedInto.put(merge.from(), merge.into());
    }
}
