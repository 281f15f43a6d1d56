package dev.quipu.storage.retention;

import dev.quipu.model.Signal;
import dev.quipu.storage.StorageConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rules of all tenants, as far as they are about days. */
@ApplicationScoped
class KeepingTable {

    private static final String RULES = """
            SELECT tenant, signal, service, namespace, condition, days FROM keeping_rule r
            WHERE days IS NOT NULL AND EXISTS (
                SELECT FROM keeping_rule s
                WHERE s.tenant = r.tenant AND (s.service IS NOT NULL OR s.condition IS NOT NULL))
            ORDER BY tenant, id""";

    private final Pool pool;
    private final int defaultDays;

    KeepingTable(Pool pool, StorageConfig config) {
        this.pool = pool;
        this.defaultDays = config.storage().retention().days();
    }

    /** Of tenants some of whose records are kept longer than others of the same signal. */
    Uni<List<SignalKeeping>> all() {
        return pool.query(RULES).execute().map(this::all);
    }

    private List<SignalKeeping> all(RowSet<Row> rows) {
        Map<String, List<KeepingRule>> byTenant = new TreeMap<>();
        for (Row row : rows) {
            byTenant.computeIfAbsent(row.getString("tenant"), unseen -> new ArrayList<>())
                    .add(rule(row));
        }
        List<SignalKeeping> all = new ArrayList<>();
        byTenant.forEach((tenant, rules) -> {
            for (Signal signal : Signal.values()) {
                all.add(keeping(tenant, signal, rules));
            }
        });
        return all;
    }

    private static KeepingRule rule(Row row) {
        return new KeepingRule(
                Optional.ofNullable(row.getShort("signal")).map(code -> Signal.ofCode(code)),
                Optional.ofNullable(row.getString("service")),
                Optional.ofNullable(row.getString("namespace")),
                Optional.ofNullable(row.getString("condition")),
                row.getInteger("days"));
    }

    private SignalKeeping keeping(String tenant, Signal signal, List<KeepingRule> rules) {
        List<KeepingRule> ofSignal =
                rules.stream().filter(rule -> rule.isFor(signal)).toList();
        int otherDays = ofSignal.stream()
                .filter(rule -> !rule.isSpecific())
                .min(KeepingRule.FIRST_DECIDES)
                .map(KeepingRule::days)
                .orElse(defaultDays);
        return new SignalKeeping(
                tenant,
                signal,
                otherDays,
                ofSignal.stream().filter(KeepingRule::isSpecific).toList());
    }
}
