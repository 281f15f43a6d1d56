package dev.quipu.analysis.template;

import dev.quipu.analysis.client.TemplateClient;
import dev.quipu.analysis.template.ComponentTemplates.Owner;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The templates of the components whose logs passed by last, as far as they are committed; read again from storage after
 * a start, and when they were forgotten. Thread-safe; one step at a time.
 */
public final class TemplateMemory {

    /** Templates that are remembered; those of components that were silent for longest are forgotten. */
    private static final int MAX_TEMPLATES = 100_000;

    /** And so many components. */
    private static final int MAX_COMPONENTS = 1000;

    /** Of those beyond, in one step, no templates are mined. */
    private static final int MAX_COMPONENTS_OF_A_STEP = 2000;

    private final TemplateClient client;
    private final Map<Owner, ComponentTemplates> components = new LinkedHashMap<>(16, 0.75f, true);

    /** The last id that was given out, by tenant. */
    private final Map<String, AtomicInteger> lastIds = new HashMap<>();

    public TemplateMemory(TemplateClient client) {
        this.client = client;
    }

    /** Everything that a step over a segment of these components needs is known afterwards. */
    Uni<Void> know(Set<Owner> owners) {
        List<Owner> unknown = unknown(owners);
        return Multi.createFrom()
                .iterable(unknown)
                .onItem()
                .transformToUniAndConcatenate(this::read)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private synchronized List<Owner> unknown(Set<Owner> owners) {
        int room = Math.max(0, MAX_COMPONENTS_OF_A_STEP - components.size());
        return owners.stream()
                .filter(owner -> !components.containsKey(owner))
                .limit(room)
                .toList();
    }

    private Uni<Boolean> read(Owner owner) {
        TemplateClient.Query query =
                new TemplateClient.Query(owner.component(), Optional.of(owner.namespace()), true, true);
        return client.templates(owner.tenant(), query).map(kept -> {
            put(owner, kept);
            return true;
        });
    }

    private synchronized void put(Owner owner, TemplateClient.Answer kept) {
        AtomicInteger lastId = lastIds.computeIfAbsent(owner.tenant(), unseen -> new AtomicInteger(kept.lastId()));
        components.put(
                owner,
                kept.templates().isEmpty()
                        ? new ComponentTemplates(owner, lastId::incrementAndGet)
                        : ComponentTemplates.of(owner, lastId::incrementAndGet, kept.templates()));
    }

    /** Empty when there is no room for its templates. */
    synchronized Optional<ComponentTemplates> of(Owner owner) {
        return Optional.ofNullable(components.get(owner));
    }

    /** What a step has changed is committed. */
    public synchronized void committed() {
        int templates = components.values().stream()
                .mapToInt(ComponentTemplates::size)
                .sum();
        Iterator<ComponentTemplates> eldest = components.values().iterator();
        while (eldest.hasNext() && (templates > MAX_TEMPLATES || components.size() > MAX_COMPONENTS)) {
            templates -= eldest.next().size();
            eldest.remove();
        }
    }

    /** What is remembered does not count any more. */
    public synchronized void forget() {
        components.clear();
        lastIds.clear();
    }
}
