package dev.quipu.analysis.template;

import dev.quipu.analysis.client.FeedPartClient;
import dev.quipu.analysis.client.TemplateClient;
import dev.quipu.model.CatalogText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * The templates of one component while they are mined along the feed, each under an id that is one in the tenant. Not
 * thread-safe.
 */
final class ComponentTemplates {

    private final Owner owner;
    private final IntSupplier nextId;
    private final TemplateMiner miner;
    private final Map<Integer, Known> byNumber = new HashMap<>();

    /** Numbers that storage has heard of. */
    private final Set<Integer> told = new HashSet<>();

    private int knownMerges;

    /** All instances of a component write with the same statements. Names are as storage keeps them. */
    record Owner(String tenant, String namespace, String component) {
        Owner {
            namespace = CatalogText.bounded(namespace, CatalogText.MAX_NAME);
            component = CatalogText.bounded(component, CatalogText.MAX_NAME);
        }
    }

    /** What the miner does not know of a template. */
    private static final class Known {
        private final int id;
        private final String sample;
        private long firstTimeUnixNano;
        private long lastTimeUnixNano;

        Known(int id, String sample, long unixNano) {
            this.id = id;
            this.sample = sample;
            this.firstTimeUnixNano = unixNano;
            this.lastTimeUnixNano = unixNano;
        }

        int count(long unixNano) {
            firstTimeUnixNano = Math.min(firstTimeUnixNano, unixNano);
            lastTimeUnixNano = Math.max(lastTimeUnixNano, unixNano);
            return id;
        }
    }

    /** A component that nothing is known of. @param nextId gives an id that no template of the tenant has had */
    ComponentTemplates(Owner owner, IntSupplier nextId) {
        this(owner, nextId, new TemplateMiner(MiningLimits.DEFAULT));
    }

    private ComponentTemplates(Owner owner, IntSupplier nextId, TemplateMiner miner) {
        this.owner = owner;
        this.nextId = nextId;
        this.miner = miner;
    }

    /**
     * One that goes on from what is kept.
     *
     * @param kept all templates of the component, with their states, also those merged into others
     */
    static ComponentTemplates of(Owner owner, IntSupplier nextId, List<TemplateClient.Kept> kept) {
        Map<Integer, Integer> numbers = kept.stream()
                .collect(Collectors.toMap(TemplateClient.Kept::id, TemplateClient.Kept::number));
        List<MinerState.TemplateState> live = new ArrayList<>();
        List<TemplateMerge> merges = new ArrayList<>();
        int lastNumber = 0;
        for (TemplateClient.Kept template : kept) {
            lastNumber = Math.max(lastNumber, template.number());
            if (template.mergedInto().isPresent()) {
                merges.add(new TemplateMerge(
                        template.number(),
                        numbers.getOrDefault(template.mergedInto().getAsInt(), TemplateMiner.OVERFLOW)));
            } else {
                live.add(TemplateStateCodec.decode(template.state()));
            }
        }
        ComponentTemplates templates = new ComponentTemplates(
                owner, nextId, new TemplateMiner(MiningLimits.DEFAULT, new MinerState(lastNumber, 0, live, merges)));
        kept.forEach(template -> templates.byNumber.put(
                template.number(), new Known(template.id(), template.sample(), template.firstTimeUnixNano())));
        templates.told.addAll(templates.byNumber.keySet());
        templates.knownMerges = merges.size();
        return templates;
    }

    /** Counts a body, the first line of it, and answers its template's id, or 0 when none could be kept for it. */
    int add(String body, long unixNano) {
        int number = miner.add(body);
        // What is after 2262 is no time, and negative.
        long time = unixNano < 0 ? Long.MAX_VALUE : unixNano;
        return number == TemplateMiner.OVERFLOW
                ? TemplateMiner.OVERFLOW
                : byNumber.computeIfAbsent(number, unseen -> new Known(nextId.getAsInt(), body, time))
                        .count(time);
    }

    /** Templates that have changed and were not taken yet, about. */
    int changes() {
        return miner.changes();
    }

    /** How many templates there are now. */
    int size() {
        return miner.size();
    }

    /** What has changed since it was asked for last. A merge follows what it merges. */
    void takeChanges(List<FeedPartClient.TemplateAddition> changed, List<FeedPartClient.TemplateMerge> merged) {
        miner.takeChanged().forEach(state -> known(state.number())
                .ifPresent(known -> changed.add(addition(
                        state.number(), known, miner.text(state.number()), TemplateStateCodec.encode(state)))));
        List<TemplateMerge> merges = miner.merges(knownMerges);
        knownMerges += merges.size();
        merges.forEach(merge -> takeMerge(merge, changed, merged));
    }

    /** One that became part of another before any body was counted to it has no id, and is not missed. */
    private void takeMerge(
            TemplateMerge merge,
            List<FeedPartClient.TemplateAddition> changed,
            List<FeedPartClient.TemplateMerge> merged) {
        known(merge.from()).ifPresent(from -> known(merge.into()).ifPresent(into -> {
            if (!told.contains(merge.from())) {
                changed.add(addition(merge.from(), from, miner.text(miner.current(merge.into())), new byte[0]));
            }
            merged.add(new FeedPartClient.TemplateMerge(owner.tenant(), from.id, into.id));
        }));
    }

    private Optional<Known> known(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    private FeedPartClient.TemplateAddition addition(int number, Known known, String text, byte[] state) {
        told.add(number);
        return new FeedPartClient.TemplateAddition(
                owner.tenant(),
                owner.namespace(),
                owner.component(),
                known.id,
                number,
                text,
                known.sample,
                state,
                known.firstTimeUnixNano,
                known.lastTimeUnixNano);
    }
}
