package dev.quipu.collector.redaction;

import dev.quipu.model.redaction.RedactionRule;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The rules of all tenants, as storage tells them in {@code GET /v1/redaction-rules/all}.
 *
 * @param rules of each tenant that has some, by the name of their ids: by name is what they find counted, and ids are
 *     for everybody to read
 * @param faults what is wrong with the rules of tenants whose records can not be taken because of it
 */
record TenantRules(Map<String, List<RedactionRule>> rules, Map<String, String> faults) {

    /** More than storage lets a tenant have: some may be added at once. */
    private static final int MAX_RULES = 2 * RedactionRule.MAX_RULES;

    TenantRules {
        rules = Map.copyOf(rules);
        faults = Map.copyOf(faults);
    }

    /**
     * Reads storage's answer. A rule that is none is its tenant's fault alone.
     *
     * @throws IllegalArgumentException when it is no such answer
     */
    static TenantRules parse(String json) {
        Map<String, JsonArray> byTenant = new LinkedHashMap<>();
        try {
            JsonArray all = new JsonObject(json).getJsonArray("rules");
            for (int i = 0; i < all.size(); i++) {
                JsonObject rule = all.getJsonObject(i);
                byTenant.computeIfAbsent(Objects.requireNonNull(rule.getString("tenant")), tenant -> new JsonArray())
                        .add(rule);
            }
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException(
                    "redaction rules: expected a list of rules with their tenants, got another thing", e);
        }
        Map<String, List<RedactionRule>> rules = new HashMap<>();
        Map<String, String> faults = new HashMap<>();
        byTenant.forEach((tenant, own) -> read(tenant, own, rules, faults));
        return new TenantRules(rules, faults);
    }

    private static void read(
            String tenant, JsonArray json, Map<String, List<RedactionRule>> rules, Map<String, String> faults) {
        try {
            List<RedactionRule> own = RuleJson.rules(json, MAX_RULES);
            own.stream().filter(RedactionRule::enabled).forEach(RedactionRule::check);
            rules.put(tenant, own.stream().map(TenantRules::namedById).toList());
        } catch (IllegalArgumentException e) {
            faults.put(tenant, String.valueOf(e.getMessage()));
        }
    }

    private static RedactionRule namedById(RedactionRule rule) {
        return new RedactionRule(
                rule.id(),
                rule.id(),
                rule.enabled(),
                rule.signals(),
                rule.keys(),
                rule.detectors(),
                rule.pattern(),
                rule.action(),
                rule.keep(),
                rule.places());
    }
}
