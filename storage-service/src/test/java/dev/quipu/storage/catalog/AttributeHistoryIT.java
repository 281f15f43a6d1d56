package dev.quipu.storage.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.storage.catalog.AttributeHistory.Shown;
import dev.quipu.storage.catalog.AttributeHistory.Value;
import dev.quipu.storage.catalog.ComponentIds.ComponentKey;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values have a time from when to when they were shown, however many resources show a component. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AttributeHistoryIT {

    private static final Component CART = new Component("shop", "cart", "i1");

    @Inject
    AttributeHistory history;

    @Inject
    ComponentIds ids;

    @Inject
    Transactions transactions;

    @Inject
    Pool pool;

    private final String tenant = "t" + UUID.randomUUID();
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.DAYS);
    private int cart;

    @BeforeEach
    void known() {
        cart = transactions
                .write(connection -> ids.resolve(connection, tenant, List.of(CART), start))
                .await()
                .indefinitely()
                .get(new ComponentKey(tenant, CART));
    }

    private Shown shown(int minute, String... keysAndValues) {
        List<KeyValue> attributes = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            attributes.add(KeyValue.of(keysAndValues[i], keysAndValues[i + 1]));
        }
        return new Shown(
                new ComponentKey(tenant, CART),
                AttributeJson.of(Resource.of(attributes).attributes()),
                start.plus(minute, ChronoUnit.MINUTES));
    }

    private void add(Shown... shown) {
        history.add(List.of(shown)).await().indefinitely();
    }

    private List<Value> values(String key) {
        return history.of(tenant, cart, Optional.of(key), 100).await().indefinitely();
    }

    private String current() {
        return pool.preparedQuery("SELECT attributes::text FROM component WHERE id = $1")
                .execute(Tuple.of(cart))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString(0);
    }

    private Instant at(int minute) {
        return start.plus(minute, ChronoUnit.MINUTES);
    }

    @Test
    void aChangeIsKeptWithItsTime() {
        add(shown(0, "version", "1", "host", "a"));
        add(shown(20, "version", "1", "host", "a"));
        add(shown(40, "version", "2", "host", "a"));

        assertThat(values("version"))
                .containsExactly(
                        new Value("version", "2", at(40), at(40), true),
                        new Value("version", "1", at(0), at(20), false));
        assertThat(values("host")).containsExactly(new Value("host", "a", at(0), at(40), true));
        assertThat(current()).isEqualTo("{\"host\": \"a\", \"version\": \"2\"}");
    }

    @Test
    void aValueThatComesBackIsCurrentAtOnce() {
        add(shown(0, "version", "1"));
        add(shown(1, "version", "2"));
        add(shown(2, "version", "1"));

        assertThat(values("version")).extracting(Value::isCurrent).containsExactly(false, true);
        assertThat(current()).isEqualTo("{\"version\": \"1\"}");
    }

    @Test
    void resourcesThatShowDifferentKeysAddUp() {
        add(shown(0, "host", "a"), shown(0, "url.scheme", "http"), shown(1, "host", "a"));

        assertThat(current()).isEqualTo("{\"host\": \"a\", \"url.scheme\": \"http\"}");
    }

    @Test
    void aKeyThatIsShownNoMoreIsGoneAfterAWhile() {
        add(shown(0, "host", "a", "zone", "x"));
        add(shown(60, "host", "a"));

        assertThat(current()).isEqualTo("{\"host\": \"a\"}");
        assertThat(values("zone")).containsExactly(new Value("zone", "x", at(0), at(0), false));
    }

    @Test
    void whatCameLateDoesNotReplaceWhatIsNewer() {
        add(shown(10, "version", "2"));
        add(shown(0, "version", "1"));

        assertThat(current()).isEqualTo("{\"version\": \"2\"}");
        assertThat(values("version"))
                .containsExactly(
                        new Value("version", "2", at(10), at(10), true),
                        new Value("version", "1", at(0), at(0), false));
    }

    @Test
    void otherTenantsSeeNothing() {
        add(shown(0, "host", "a"));

        assertThat(history.of("t" + UUID.randomUUID(), cart, Optional.empty(), 10)
                        .await()
                        .indefinitely())
                .isEmpty();
    }
}
