package dev.quipu.analysis.incident;

import static dev.quipu.analysis.incident.ServedSpans.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quipu.analysis.incident.Symptom.Kind;
import dev.quipu.analysis.incident.Symptom.Served;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SymptomScanTest {

    private final ServedSpans served = new ServedSpans();

    private List<Symptom> symptoms(int minutes) {
        return served.minutes(minutes).symptoms(List.of());
    }

    @Test
    void nothingIsFoundWhereAllIsAsUsual() {
        for (int minute = 0; minute < 70; minute++) {
            served.add("cart", minute, 40, 0.02, 0.01);
        }
        assertThat(symptoms(70)).isEmpty();
    }

    @Test
    void errorsThatRiseAreFoundFromTheirFirstMinuteToTheirLast() {
        for (int minute = 0; minute < 40; minute++) {
            served.add("cart", minute, 40, minute >= 20 && minute < 30 ? 0.3 : 0.01, 0);
        }
        assertThat(symptoms(40)).singleElement().satisfies(symptom -> {
            assertThat(symptom.kind()).isEqualTo(Kind.ERRORS);
            assertThat(symptom.component()).isEqualTo("cart");
            assertThat(symptom.sinceUnixSeconds()).isEqualTo(minute(20));
            assertThat(symptom.untilUnixSeconds()).contains(minute(30));
            assertThat(symptom.usual().spans()).isEqualTo(800);
            assertThat(symptom.served().share()).isCloseTo(0.3, within(0.08));
        });
    }

    @Test
    void whatIsSlowIsFoundThoughMostSpansAreNot() {
        for (int minute = 0; minute < 25; minute++) {
            served.add("cart", minute, 40, 0, minute >= 15 ? 0.25 : 0);
        }
        assertThat(symptoms(25)).singleElement().satisfies(symptom -> {
            assertThat(symptom.kind()).isEqualTo(Kind.LATENCY);
            assertThat(symptom.sinceUnixSeconds()).isBetween(minute(14), minute(15));
            assertThat(symptom.isOpen()).isTrue();
            assertThat(symptom.thresholdNanos()).isBetween(4e7, 1.2e8);
            assertThat(SymptomText.of(symptom))
                    .matches("\\d+(\\.\\d+)? % of \\d+ spans took \\d+(\\.\\d+)? ms or"
                            + " longer where \\d+(\\.\\d+)? % is usual");
            assertThat(SymptomText.search(symptom))
                    .isEqualTo("service = \"cart\" && (kind = server || kind = consumer) && duration >= "
                            + Math.round(symptom.thresholdNanos()) + "ns");
        });
    }

    @Test
    void errorsInLogsAreFoundWhereNoSpanTellsOfThem() {
        for (int minute = 0; minute < 20; minute++) {
            served.add("cart", minute, 40, 0, 0).addLogs("cart", minute, 30, minute >= 15 ? 9 : 0);
        }
        assertThat(symptoms(20)).singleElement().satisfies(symptom -> {
            assertThat(symptom.kind()).isEqualTo(Kind.LOGS);
            assertThat(symptom.sinceUnixSeconds()).isEqualTo(minute(15));
            assertThat(SymptomText.of(symptom))
                    .isEqualTo("30.0 % of 150 log records were errors where 0.00 % is usual");
            assertThat(SymptomText.search(symptom)).isEqualTo("service = \"cart\" && severity >= error");
        });
    }

    @Test
    void aHandfulOfMinutesBeforeIsEnough() {
        for (int minute = 0; minute < 9; minute++) {
            served.add("cart", minute, 35, minute >= 5 ? 0.25 : 0, 0);
        }
        assertThat(symptoms(9)).extracting(Symptom::sinceUnixSeconds).hasSize(1).allMatch(since -> since >= minute(5));
    }

    @Test
    void nobodyIsToldByOneSpanOrTwo() {
        for (int minute = 0; minute < 30; minute++) {
            served.add("cart", minute, 3, minute == 20 ? 1 : 0, 0);
        }
        assertThat(symptoms(30)).isEmpty();
    }

    @Test
    void aRiseThatStaysIsOneSymptomAndStaysOpen() {
        for (int minute = 0; minute < 70; minute++) {
            served.add("cart", minute, 60, minute >= 30 ? 0.2 : 0.01, 0);
        }
        assertThat(symptoms(70)).singleElement().matches(Symptom::isOpen);
    }

    @Test
    void whoFallsSilentIsNotIllForEver() {
        for (int minute = 0; minute < 25; minute++) {
            served.add("cart", minute, 60, minute >= 20 ? 0.4 : 0.01, 0);
        }
        served.add("shop", 45, 1, 0, 0);
        assertThat(symptoms(46))
                .singleElement()
                .satisfies(symptom -> assertThat(symptom.untilUnixSeconds()).contains(minute(25)));
    }

    @Test
    void whatIsKnownToHaveBegunIsCarriedOn() {
        for (int minute = 0; minute < 20; minute++) {
            served.add("cart", minute, 60, minute < 12 ? 0.4 : 0.01, 0);
        }
        Symptom open = new Symptom(
                "cart", Kind.ERRORS, minute(-90), Optional.empty(), new Served(1000, 10), new Served(600, 240), 0, 30);
        assertThat(served.minutes(10).symptoms(List.of(open))).containsExactly(open);
        assertThat(served.minutes(20).symptoms(List.of(open))).containsExactly(open.until(minute(12)));
        Symptom gone =
                new Symptom("mail", Kind.ERRORS, minute(-90), Optional.empty(), open.usual(), open.served(), 0, 30);
        assertThat(served.minutes(10).symptoms(List.of(gone)))
                .as("of a component that serves nothing any more")
                .contains(gone.until(minute(0)));
    }

    @Test
    void whatIsKnownToBeOverStaysAsItIsAndIsNotUsual() {
        for (int minute = 0; minute < 30; minute++) {
            served.add("cart", minute, 60, minute < 4 ? 0.1 : minute < 15 ? 0.8 : 0.01, 0);
        }
        Symptom over = new Symptom(
                "cart",
                Kind.ERRORS,
                minute(-5),
                Optional.of(minute(15)),
                new Served(1000, 10),
                new Served(600, 240),
                0,
                30);
        assertThat(served.minutes(30).symptoms(List.of(over))).containsExactly(over);
        Symptom before = over.until(minute(-1));
        assertThat(served.minutes(30).symptoms(List.of(before))).contains(before);
    }

    @Test
    void bothOfTwoRisesAreFound() {
        for (int minute = 0; minute < 60; minute++) {
            boolean isBad = minute >= 20 && minute < 25 || minute >= 40 && minute < 45;
            served.add("cart", minute, 60, isBad ? 0.4 : 0.01, 0);
        }
        assertThat(symptoms(60)).extracting(Symptom::sinceUnixSeconds).containsExactly(minute(20), minute(40));
    }

    @Test
    void anEmptyWindowHasNoSymptoms() {
        assertThat(symptoms(0)).isEmpty();
        assertThat(symptoms(60)).isEmpty();
    }
}
