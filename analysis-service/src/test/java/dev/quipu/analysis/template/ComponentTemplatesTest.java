package dev.quipu.analysis.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.client.FeedPartClient;
import dev.quipu.analysis.client.TemplateClient;
import dev.quipu.analysis.template.ComponentTemplates.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates mined in steps, of which some are lost before they are committed. */
class ComponentTemplatesTest {

    private static final Owner OWNER = new Owner("default", "shop", "cart");
    private static final int STEPS = 40;

    /** What is committed: templates, merges, and the template of each body. */
    private final Map<Integer, TemplateClient.Kept> kept = new TreeMap<>();

    private final Map<Integer, Integer> mergedInto = new HashMap<>();
    private final Map<String, Integer> templates = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverIsLostEachBodyIsOfATemplateThatCoversIt(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ComponentTemplates mined = restored();
        for (int step = 0; step < STEPS; step++) {
            Map<String, Integer> told = new HashMap<>();
            for (int i = 0; i < 50; i++) {
                String body = body(random);
                told.put(body, mined.add(body, step));
            }
            if (random.nextInt(3) == 0) {
                mined = restored();
            } else {
                commit(mined);
                templates.putAll(told);
            }
        }
        templates.forEach((body, template) -> assertThat(body).matches(pattern(current(template))));
        assertThat(kept.values().stream().map(TemplateClient.Kept::number)).doesNotHaveDuplicates();
    }

    private ComponentTemplates restored() {
        AtomicInteger lastId = new AtomicInteger(
                kept.keySet().stream().mapToInt(id -> id).max().orElse(0));
        return ComponentTemplates.of(OWNER, lastId::incrementAndGet, List.copyOf(kept.values()));
    }

    private void commit(ComponentTemplates mined) {
        List<FeedPartClient.TemplateAddition> changed = new ArrayList<>();
        List<FeedPartClient.TemplateMerge> merged = new ArrayList<>();
        mined.takeChanges(changed, merged);
        changed.forEach(added -> keep(added, OptionalInt.empty()));
        for (FeedPartClient.TemplateMerge merge : merged) {
            assertThat(kept).containsKeys(merge.from(), merge.into());
            mergedInto.put(merge.from(), merge.into());
            TemplateClient.Kept from = kept.get(merge.from());
            kept.put(
                    merge.from(),
                    new TemplateClient.Kept(
                            from.id(),
                            from.namespace(),
                            from.component(),
                            from.number(),
                            from.text(),
                            from.sample(),
                            from.state(),
                            from.firstTimeUnixNano(),
                            OptionalInt.of(merge.into())));
        }
    }

    private void keep(FeedPartClient.TemplateAddition added, OptionalInt into) {
        kept.put(
                added.id(),
                new TemplateClient.Kept(
                        added.id(),
                        added.namespace(),
                        added.component(),
                        added.number(),
                        added.text(),
                        added.sample(),
                        added.state(),
                        added.firstTimeUnixNano(),
                        into));
    }

    private TemplateClient.Kept current(int template) {
        int current = template;
        while (mergedInto.containsKey(current)) {
            current = mergedInto.get(current);
        }
        return kept.get(current);
    }

    private static String pattern(TemplateClient.Kept template) {
        return Stream.of(template.text().split(Pattern.quote("<*>"), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".+"));
    }

    private static String body(SplittableRandom random) {
        String user = new String[] {"ada", "grace", "linus", "ken", "dennis", "barbara", "edsger"}[random.nextInt(7)];
        return switch (random.nextInt(5)) {
            case 0 -> "session opened for user " + user + " by uid " + random.nextInt(1000);
            case 1 -> "cart " + random.nextInt(100_000) + " of " + user + " has " + random.nextInt(9) + " items";
            case 2 -> "could not reach payment: timeout after " + random.nextInt(5000) + " ms";
            case 3 -> "cache miss for key product-" + random.nextInt(50);
            default -> "user " + user + " logged out";
        };
    }
}
