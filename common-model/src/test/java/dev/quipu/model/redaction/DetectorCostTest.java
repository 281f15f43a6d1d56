package dev.quipu.model.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a sender may repeat to make a detector read the same text again and again. */
class DetectorCostTest {

    private static final int LENGTH = 1 << 20;
    private static final Duration MOST = Duration.ofSeconds(10);

    private static final List<String> BEGINNINGS = List.of("", ". ", "1 ", "a@a.", "bearer ");
    private static final List<String> REPEATED = List.of(
            "@",
            "%40",
            "a@a.",
            "a@a.1-",
            "a%",
            "@1.2.3.4 ",
            "a/1.2.3.4 ",
            "-",
            ".",
            "/",
            "1",
            "1.",
            "1 ",
            "12 ",
            "1234 ",
            "1-",
            "01 ",
            "(01 ",
            "+1 ",
            "+",
            "%2b1",
            "(",
            "0",
            "00 1",
            ":",
            ":1",
            "1:",
            "a:",
            "::1 ",
            "a",
            "A9",
            " ",
            "eyJ-",
            "eyJ-.",
            "eyJ-.a",
            "eyJ-ya29.",
            "bearer-",
            "bearer ",
            "bearer=",
            "sk-",
            "ghp_",
            "access_token=",
            "token:",
            "=",
            "-----BEGIN ",
            "-----BEGIN PRIVATE KEY",
            "-----BEGIN PRIVATE KEY----- ",
            "-----END ",
            "phone=",
            "\u00e9",
            "\ud83d\ude00");

    static Stream<Arguments> hostile() {
        return Stream.of(Detector.values())
                .flatMap(detector -> BEGINNINGS.stream().map(beginning -> Arguments.of(detector, beginning)));
    }

    /** Quadratic work on these lengths takes many minutes; linear work takes some hundredths of a second. */
    @ParameterizedTest
    @MethodSource("hostile")
    void readsAMegabyteInTimeWhateverIsRepeatedInIt(Detector detector, String beginning) {
        for (String repeated : REPEATED) {
            String text = beginning + repeated.repeat(LENGTH / repeated.length());
            int[] last = {0};
            assertTimeoutPreemptively(
                    MOST,
                    () -> detector.scan().scan(text, (start, end) -> last[0] = Math.max(last[0], end)),
                    () -> detector.label() + " in '" + beginning + "' and many '" + repeated + "'");
            assertThat(last[0]).isLessThanOrEqualTo(text.length());
        }
    }
}
