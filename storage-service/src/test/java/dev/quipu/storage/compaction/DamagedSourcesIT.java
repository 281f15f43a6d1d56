package dev.quipu.storage.compaction;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.ManagementPort;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class DamagedSourcesIT {

    private static final Duration WAIT = Duration.ofSeconds(60);

    @Inject
    Merging merging;

    @Inject
    Sql sql;

    @Inject
    Pool pool;

    private final String tenant = "t" + UUID.randomUUID();

    private void store(String tenant, int segments) {
        for (int i = 0; i < segments; i++) {
            Stored.post(tenant, new SpanFixture(i).spans(50, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000));
        }
    }

    private long merged(String tenant) {
        return sql.number("SELECT coalesce(sum(record_count), 0) FROM segment WHERE level > 0 AND tenant = $1", tenant);
    }

    private void damage(String column) {
        sql.number(
                "UPDATE segment SET " + column + " = set_byte(" + column + ", 20, 255 - get_byte(" + column
                        + ", 20)) WHERE id = (SELECT min(id::text)::uuid FROM segment WHERE tenant = $1) RETURNING 1",
                tenant);
    }

    @Test
    void aDamagedSegmentKeepsNoOtherFromBeingMerged() {
        store(tenant, 4);
        damage("payload");
        String other = "u" + UUID.randomUUID();
        store(other, 3);
        merging.merge();
        assertThat(merged(other)).isEqualTo(150);
        merging.merge();
        assertThat(merged(tenant)).isEqualTo(150);
        assertThat(sql.number("SELECT count(*) FROM segment WHERE level = 0 AND tenant = $1", tenant))
                .isEqualTo(1);
        given().header("Quipu-Tenant", tenant)
                .get("/v1/ledger")
                .then()
                .body("identities.holds", is(true))
                .body("identities.live", is(200));
        assertThat(ManagementPort.get("/q/metrics").asString()).contains("quipu_storage_compaction_failures_total");
        sql.number("DELETE FROM segment WHERE tenant = $1 AND level = 0 RETURNING 1", tenant);
    }

    @Test
    void aDamagedHeadKeepsNoOtherFromBeingMerged() {
        store(tenant, 4);
        damage("head");
        merging.merge();
        merging.merge();
        assertThat(merged(tenant)).isEqualTo(150);
        sql.number("DELETE FROM segment WHERE tenant = $1 AND level = 0 RETURNING 1", tenant);
    }

    @Test
    @DisabledIfSystemProperty(
            named = TestDatabase.CITUS,
            matches = ".*") // looks at the coordinator, which has none of it
    void spaceThatAProcessBeforeTookFromIsFoundAtTheStart() {
        sql.run("SELECT ensure_day(current_date - 9)");
        String partition = "segment_" + sql.number("SELECT to_char(current_date - 9, 'YYYYMMDD')::bigint") + "_fresh";
        sql.run("INSERT INTO " + partition
                + " SELECT current_date - 9, 0, 0, gen_random_uuid(), 'x', 1, 0, 0, 0, 0, 0, '{}',"
                + " 0, 0, '{}', '{}', '{}', '{}', 1, 1, 1, now(), 0, '', '', decode(repeat('ab', 2000000), 'hex')"
                + " FROM generate_series(1, 20)");
        sql.run("DELETE FROM " + partition);
        long before = size(partition);
        FreedSpace restarted = new FreedSpace(pool);
        await().atMost(WAIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
            restarted.reclaim().await().atMost(WAIT);
            return size(partition) < before / 10;
        });
    }

    private long size(String partition) {
        return sql.number("SELECT pg_total_relation_size(to_regclass($1))", partition);
    }
}
