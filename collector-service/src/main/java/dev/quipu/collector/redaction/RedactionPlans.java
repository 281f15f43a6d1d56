package dev.quipu.collector.redaction;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.KeptFile;
import dev.quipu.model.Signal;
import dev.quipu.model.redaction.RedactionAction;
import dev.quipu.model.redaction.RedactionKey;
import dev.quipu.model.redaction.RedactionPlan;
import dev.quipu.model.redaction.RedactionRule;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The plan of each tenant and signal.
 *
 * <ol>
 *   <li>Until rules are known, from storage or from what an earlier process kept, there is no plan for anybody.
 *   <li>A tenant with a rule that can not be applied has no plan until that is mended.
 *   <li>A tenant of whom nothing is told has no rules, and a plan that changes nothing.
 *   <li>What is taken over is kept beside the spool first: no later process begins with less. While that fails, it is
 *       applied all the same, and tried again with each answer of storage.
 * </ol>
 *
 * Any thread; only one at a time takes rules over.
 */
@Singleton
public final class RedactionPlans {

    private static final Logger LOG = Logger.getLogger(RedactionPlans.class);
    private static final String FILE = "redaction-rules.json";

    private record Tenant(List<RedactionRule> rules, Map<Signal, RedactionPlan> plans) {}

    private record State(Map<String, Tenant> tenants, Map<String, String> faults) {}

    private final boolean enabled;
    private final RedactionKey key;
    private final Map<Signal, RedactionPlan> nothing;
    private final Optional<KeptFile> file;
    private volatile Optional<State> state = Optional.empty();
    private String kept = "";
    private String trouble = "";

    @Inject
    public RedactionPlans(CollectorConfig config, CollectorConfig.Redaction redaction) {
        this(redaction, config.spool().directory());
    }

    /** @param directory of the spool, if there is one */
    RedactionPlans(CollectorConfig.Redaction config, Optional<Path> directory) {
        enabled = config.enabled();
        key = HashKeySource.keyOf(config, enabled ? directory : Optional.empty());
        nothing = plans(List.of());
        file = directory.map(place -> new KeptFile(place.resolve(FILE)));
        if (enabled) {
            file.ifPresent(this::begin);
        }
    }

    /** Empty when the tenant's records must not be taken now. */
    public Optional<RedactionPlan> plan(String tenant, Signal signal) {
        if (!enabled) {
            return Optional.of(of(nothing, signal));
        }
        State now = state.orElse(null);
        if (now == null || now.faults().containsKey(tenant)) {
            return Optional.empty();
        }
        Tenant own = now.tenants().get(tenant);
        return Optional.of(of(own == null ? nothing : own.plans(), signal));
    }

    /**
     * A message about a tenant's records, without what it may quote of them; see {@link RedactionPlan#message}. Without a
     * plan it says nothing of them at all.
     */
    public String message(String tenant, Signal signal, String text) {
        return plan(tenant, signal).map(plan -> plan.message(text)).orElse("what it holds can not be told");
    }

    /** Whether any tenant's records can be taken. */
    public boolean known() {
        return !enabled || state.isPresent();
    }

    boolean enabled() {
        return enabled;
    }

    private void begin(KeptFile before) {
        try {
            Optional<byte[]> content = before.read();
            if (content.isPresent()) {
                kept = new String(content.get(), StandardCharsets.UTF_8);
                apply(TenantRules.parse(kept));
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf(
                    "%s: expected redaction rules, got %s; records are refused until storage tells them",
                    before, e.getMessage());
        }
    }

    /**
     * Takes over what storage tells. Blocks on the disk.
     *
     * @return whether it need not be told again: it could be read, and is kept where there is a place to keep it
     */
    synchronized boolean take(String json) {
        TenantRules rules;
        try {
            rules = TenantRules.parse(json);
        } catch (IllegalArgumentException e) {
            tell("Storage's redaction rules can not be read; those before stay: " + e.getMessage());
            return false;
        }
        boolean isKept = json.equals(kept) || file.isEmpty() || keep(file.get(), json);
        if (isKept) {
            kept = json;
            trouble = "";
        }
        apply(rules);
        return isKept;
    }

    private boolean keep(KeptFile place, String json) {
        try {
            place.write(json.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            tell(place
                    + " could not be written, which is tried again; after a restart the rules before would hold until"
                    + " storage answers: " + e);
            return false;
        }
    }

    /** Once as long as it stays the same: storage is asked again every moment. */
    private void tell(String now) {
        if (!now.equals(trouble)) {
            trouble = now;
            LOG.error(now);
        }
    }

    /** Whether a tenant has a rule of that id and action, of which there may be counts. */
    boolean hasRule(String tenant, String id, RedactionAction action) {
        Tenant own = state.map(now -> now.tenants().get(tenant)).orElse(null);
        return own != null && own.rules().stream().anyMatch(rule -> rule.id().equals(id) && rule.action() == action);
    }

    private void apply(TenantRules rules) {
        Map<String, Tenant> before = state.map(State::tenants).orElse(Map.of());
        Map<String, String> faultsBefore = state.map(State::faults).orElse(Map.of());
        Map<String, Tenant> now = new HashMap<>();
        rules.rules().forEach((tenant, own) -> {
            Tenant same = before.get(tenant);
            now.put(tenant, same != null && same.rules().equals(own) ? same : new Tenant(own, plans(own)));
        });
        rules.faults().forEach((tenant, fault) -> {
            if (!fault.equals(faultsBefore.get(tenant))) {
                LOG.errorf("Records of tenant %s are refused: a redaction rule can not be applied: %s", tenant, fault);
            }
        });
        state = Optional.of(new State(Map.copyOf(now), rules.faults()));
    }

    private Map<Signal, RedactionPlan> plans(List<RedactionRule> rules) {
        Map<Signal, RedactionPlan> plans = new EnumMap<>(Signal.class);
        for (Signal signal : Signal.values()) {
            plans.put(signal, RedactionPlan.of(rules, signal, key));
        }
        return plans;
    }

    private static RedactionPlan of(Map<Signal, RedactionPlan> plans, Signal signal) {
        RedactionPlan plan = plans.get(signal);
        if (plan == null) {
            throw new IllegalStateException("no plan for " + signal.label());
        }
        return plan;
    }
}
