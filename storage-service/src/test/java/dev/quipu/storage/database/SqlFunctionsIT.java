package dev.quipu.storage.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The migrations' own functions against Java's arithmetic. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SqlFunctionsIT {

    @Inject
    Sql sql;

    @Test
    void wrappingAddAddsModulo64Bits() {
        Random random = new Random(71);
        long[] edges = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0xffffffffL, 0x100000000L, -0x100000000L};
        for (long a : edges) {
            for (long b : edges) {
                assertThat(sql.number("SELECT wrapping_add($1, $2)", a, b))
                        .as(a + " + " + b)
                        .isEqualTo(a + b);
            }
        }
        for (int i = 0; i < 100; i++) {
            long a = random.nextLong();
            long b = random.nextLong();
            assertThat(sql.number("SELECT wrapping_add($1, $2)", a, b))
                    .as(a + " + " + b)
                    .isEqualTo(a + b);
        }
    }

    @Test
    void wrappedTakesSumsModulo64Bits() {
        Random random = new Random(72);
        for (int i = 0; i < 100; i++) {
            BigInteger sum = new BigInteger(70, random);
            BigInteger signed = random.nextBoolean() ? sum : sum.negate();
            assertThat(sql.number("SELECT wrapped($1::numeric)", new BigDecimal(signed)))
                    .as(signed.toString())
                    .isEqualTo(signed.longValue());
        }
    }

    @Test
    void aDayIsMadeAndDroppedAsOftenAsOneLikes() {
        for (int round = 0; round < 2; round++) {
            sql.number("SELECT 1 FROM ensure_day('1999-12-31')");
            sql.number("SELECT 1 FROM ensure_day('1999-12-31')");
            assertThat(sql.number("SELECT count(*) FROM pg_class WHERE relname LIKE '%19991231%' AND relkind = 'r'"))
                    .isEqualTo(4);
            sql.number("SELECT 1 FROM drop_day('1999-12-31')");
            sql.number("SELECT 1 FROM drop_day('1999-12-31')");
        }
    }
}
