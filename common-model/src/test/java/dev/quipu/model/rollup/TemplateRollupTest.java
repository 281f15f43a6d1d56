package dev.quipu.model.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TemplateRollupTest {

    private static TemplateKey key(int template, boolean isError, long startUnixSeconds) {
        return new TemplateKey("", "cart", template, isError, startUnixSeconds);
    }

    private static TemplateKey randomKey(Random random) {
        return new TemplateKey(
                "n" + random.nextInt(2),
                "c" + random.nextInt(3),
                random.nextInt(20),
                random.nextBoolean(),
                10L * random.nextInt(1000));
    }

    private static List<TemplateKey> records(Random random, int count) {
        List<TemplateKey> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(randomKey(random));
        }
        return records;
    }

    private static Rollup<TemplateKey> rollup(int resolution, List<TemplateKey> records) {
        Rollup<TemplateKey> rollup = new Rollup<>(RollupKind.TEMPLATES, resolution);
        records.forEach(record -> rollup.cell(record).count(1));
        return rollup;
    }

    @RepeatedTest(20)
    void countsWhatCountingOneByOneCounts(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Rollup<TemplateKey> sum = new Rollup<>(RollupKind.TEMPLATES, 60);
        Map<TemplateKey, Long> expected = new HashMap<>();
        for (int part = 0; part < 4; part++) {
            List<TemplateKey> some = records(random, random.nextInt(300));
            some.forEach(record -> expected.merge(record.at(60), 1L, Long::sum));
            RollupCodec.addTo(sum, RollupCodec.encode(rollup(10, some)), key -> true);
        }
        assertThat(sum.byKey()).containsOnlyKeys(expected.keySet());
        sum.byKey().forEach((key, cell) -> {
            assertThat(cell.spans()).isEqualTo(expected.get(key));
            assertThat(cell.weight()).isEqualTo(cell.spans());
            assertThat(cell.weightStandardError()).isZero();
        });
    }

    @RepeatedTest(20)
    void bytesGiveBackTheRollup(RepetitionInfo repetition) {
        byte[] bytes = RollupCodec.encode(rollup(10, records(new Random(repetition.getCurrentRepetition()), 200)));
        Rollup<TemplateKey> decoded = RollupCodec.decode(RollupKind.TEMPLATES, bytes);

        assertThat(RollupCodec.encode(decoded)).isEqualTo(bytes);
        assertThat(RollupCodec.kindOf(bytes)).isEqualTo(RollupKind.TEMPLATES);
        assertThat(RollupKind.ofLabel("templates")).isEqualTo(RollupKind.TEMPLATES);
    }

    @RepeatedTest(50)
    void damagedBytesAreRefusedOrAnotherRollup(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] bytes = RollupCodec.encode(rollup(10, records(random, 50)));
        byte[] damaged = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
        for (int i = 0; i < 3 && damaged.length > 0; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        try {
            RollupCodec.decode(RollupKind.TEMPLATES, damaged);
        } catch (RollupFormatException e) {
            assertThat(e).hasMessageStartingWith("rollup: expected ");
        }
    }

    @Test
    void isNotTakenForSpans() {
        byte[] templates = RollupCodec.encode(new Rollup<>(RollupKind.TEMPLATES, 10));

        assertThatThrownBy(() -> RollupCodec.decode(RollupKind.SPANS, templates))
                .isInstanceOf(RollupFormatException.class)
                .hasMessage("rollup: expected kind 1, got 3");
    }

    @Test
    void aCellWithoutDurationsTakesFewBytes() {
        Rollup<TemplateKey> rollup = new Rollup<>(RollupKind.TEMPLATES, 10);
        Random random = new Random(1);
        for (int template = 1; template <= 100; template++) {
            for (int step = 0; step < 100; step++) {
                rollup.cell(key(template, false, 1_700_000_000L + 10L * step)).count(1 + random.nextInt(50));
            }
        }
        assertThat(RollupCodec.encode(rollup).length).isLessThan(14 * rollup.size());
    }

    @Test
    void hasNoQuantiles() {
        RollupCell cell = new RollupCell();
        cell.count(3);
        cell.eachDuration((nanos, weight) -> assertThat(weight).isNaN());

        assertThatThrownBy(() -> cell.quantileNanos(0.5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsTakenAwayLeavesTheRest() {
        RollupCell all = new RollupCell();
        all.count(7);
        RollupCell mistaken = new RollupCell();
        mistaken.count(3);

        RollupCell left = all.without(mistaken);

        assertThat(left.spans()).isEqualTo(4);
        assertThat(left.weight()).isEqualTo(4);
        assertThat(left.weightStandardError()).isZero();
        assertThat(mistaken.without(all).spans()).isZero();
    }

    @Test
    void errorsAreThoseFromSeverityErrorOn() {
        assertThat(TemplateKey.isErrorSeverity(16)).isFalse();
        assertThat(TemplateKey.isErrorSeverity(17)).isTrue();
        assertThat(TemplateKey.isErrorSeverity(24)).isTrue();
        assertThat(TemplateKey.isErrorSeverity(0)).isFalse();
    }

    @Test
    void templatesBeyondThoseToldApartAreOne() {
        Rollup<TemplateKey> rollup = new Rollup<>(RollupKind.TEMPLATES, 10);
        rollup.cell(key(TemplateKey.OTHER, false, 0)).count(1);
        for (int template = 1; template <= Rollup.MAX_TEMPLATES + 500; template++) {
            rollup.cell(key(template, false, 0)).count(1);
        }
        assertThat(rollup.size()).isEqualTo(Rollup.MAX_TEMPLATES + 1);
        assertThat(rollup.cell(key(TemplateKey.OTHER, false, 0)).spans()).isEqualTo(501);
        assertThat(rollup.cell(key(1, true, 0)).spans()).isZero();
    }

    @Test
    void isOfAComponentAndCanBeReadWithoutTheTemplate() {
        TemplateKey key = new TemplateKey("shop", "cart", 5, true, 30);

        assertThat(key.isOf("cart")).isTrue();
        assertThat(key.isOf("shop")).isFalse();
        assertThat(key.unnamed()).isEqualTo(new TemplateKey("shop", "cart", TemplateKey.OTHER, true, 30));
        assertThat(key.of(9).at(60)).isEqualTo(new TemplateKey("shop", "cart", 9, true, 0));
    }

    @Test
    void refusesNegativeTemplates() {
        assertThatThrownBy(() -> key(-1, false, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("template: expected 0 or more, got -1");
    }
}
