package dev.quipu.model.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of a text at a glance never hides what a closer look finds. */
class AlphabetTest {

    private static final List<String> FRAGMENTS = List.of(
            "1",
            "12",
            "123",
            "4111",
            "1111",
            "0",
            "00",
            "+1",
            "%2b1",
            "415",
            "555-2671",
            "(415) ",
            "123-45-6789",
            "AB",
            "123456C",
            "1234567",
            "12345678Z",
            "X1234567L",
            "RSSMRA85T10A562S",
            "2 55 08 14 168 025 38",
            "900101-1234",
            "529.982.247-25",
            ".",
            "-",
            " ",
            "/",
            ":",
            "::",
            "=",
            "\"",
            "\\",
            ",",
            "%20",
            "%40",
            "@",
            "\u00a0",
            "(",
            ")",
            "+",
            "_",
            ";",
            "a",
            "phone=",
            "Mobile: ",
            "tel",
            "msisdn=",
            "user_no=",
            "fax number ",
            "number",
            "10.0.0.1",
            "fe80::1",
            "2001:db8:",
            "v1.2.3.4",
            "f00:",
            "Bearer ",
            "bEaReR%20",
            "access_token=",
            "Token\":\"",
            "eyJhbGciOiJI",
            ".eyJzdWIiOiIx",
            "sk_live_",
            "ghp_",
            "abcdefghij0123456789abcdefghij",
            "AKIA",
            "ABCDEFGHIJKLMNOP1",
            "-----BEGIN RSA PRIVATE KEY-----",
            "user@example.com",
            "4111111111111111",
            "4111 1111 1111 1111",
            "4111%201111%201111%201111",
            "5500-0000-0000-0004",
            "4111+1111+1111+1111",
            "378282246310005",
            "example.org",
            "internal",
            "\u00e9",
            "x");

    @ParameterizedTest
    @EnumSource(Detector.class)
    void whatADetectorFindsIsNotHidden(Detector detector) {
        Random random = new Random(detector.ordinal());
        int found = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int fragments = 1 + random.nextInt(7); fragments > 0; fragments--) {
                text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            }
            found += isSeen(detector, text.toString());
        }
        assertThat(found).isGreaterThan(100);
    }

    private static int isSeen(Detector detector, String text) {
        int[] found = {0};
        detector.scan().scan(text, (start, end) -> found[0]++);
        byte[] bytes = ("~" + text + "~").getBytes(StandardCharsets.UTF_8);
        Alphabet alphabet = new Alphabet();
        alphabet.read(bytes, 1, bytes.length - 2);
        assertThat(found[0] == 0 || detector.scan().maybeIn(alphabet))
                .as(() -> detector + " finds something in '" + text + "'")
                .isTrue();
        return Math.min(1, found[0]);
    }

    @Test
    void aLiteralIsFoundWhereItIs() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            String literal = FRAGMENTS.get(random.nextInt(30));
            StringBuilder text = new StringBuilder();
            for (int fragments = random.nextInt(8); fragments > 0; fragments--) {
                text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            }
            byte[] bytes = ("12" + text + "4111").getBytes(StandardCharsets.UTF_8);
            Alphabet alphabet = new Alphabet();
            alphabet.read(bytes, 2, bytes.length - 6);
            assertThat(alphabet.holds(Literal.of(literal)))
                    .as(() -> "'" + literal + "' in '" + text + "'")
                    .isEqualTo(text.toString().contains(literal));
        }
    }
}
