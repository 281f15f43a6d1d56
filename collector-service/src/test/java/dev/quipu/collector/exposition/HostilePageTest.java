package dev.quipu.collector.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostilePageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a|line 1: expected a value, got the end of the line",
                "a x|line 1: expected a value, got 'x'",
                "a 1f|line 1: expected a value, got '1f'",
                "a 1 x|line 1: expected a time, got 'x'",
                "a 1 2 3|line 1: expected the end of the line, got '3'",
                "a 1 -5|line 1: expected a time from 1970 to 2262, got -5.0",
                "ok 1\\n1a 1|line 2: expected a metric's name, got '1'",
                "a{|line 1: expected a label's name, got the end of the line",
                "a{b}1|line 1: expected '=', got '}'",
                "a{b=c} 1|line 1: expected '\"', got 'c'",
                "a{b=\"c} 1|line 1: expected the end of a quoted text, got the end of the line",
                "a{b=\"c\\\\|line 1: expected the end of a quoted text, got the end of the line",
                "a{b=\"c\" d=\"e\"} 1|line 1: expected ',', got 'd'",
                "a{b=\"c\",b=\"d\"} 1|line 1: expected each label once, got 'b' again",
                "a{b=\"c\",d=\"e\"} 1\\na{d=\"e\",b=\"c\"} 2|line 2: expected each series once, got one of a again",
                "# TYPE a counted|line 1: expected a type of metrics, got 'counted'",
                "<html>|line 1: expected a metric's name, got '<'",
            })
    void saysWhereAndWhatIsWrong(String page, String message) {
        String text = page.replace("\\n", "\n").replace("\\\\", "\\") + "\n";

        assertThatThrownBy(() -> Pages.text(text))
                .isInstanceOf(PageException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a 1|line 1: expected # EOF at the end of the page, got none",
                "# EOF\\na 1|line 2: expected nothing behind # EOF, got another line",
                "# EOFs|line 1: expected the end of the line behind # EOF, got 's'",
                "# hello\\n# EOF|line 1: expected # TYPE, # HELP, # UNIT or # EOF, got another comment",
                "\\n# EOF|line 1: expected a metric's name, got the end of the line",
                "a 1 # {b=\"c\"}\\n# EOF|line 1: expected an exemplar's value, got the end of the line",
                "a 1 1e300\\n# EOF|line 1: expected a time from 1970 to 2262, got 1.0E300",
            })
    void openMetricsIsStricter(String page, String message) {
        String text = page.replace("\\n", "\n") + "\n";

        assertThatThrownBy(() -> Pages.openMetrics(text)).hasMessage(message);
    }

    @Test
    void aPageThatWasCutIsNotTaken() {
        assertThatThrownBy(() -> Pages.text("a 1\nb 12"))
                .hasMessage("line 2: expected a line feed at the end of the page, got none");
    }

    @Test
    void textThatIsNotUtf8IsNotTaken() {
        byte[] page = "a 1\nb{c=\"XX\"} 1\n".getBytes(StandardCharsets.UTF_8);
        page[9] = (byte) 0xc3;

        assertThatThrownBy(() -> Pages.read(page, PageFormat.TEXT, Pages.CART))
                .hasMessage("line 2: expected UTF-8, got byte 0xc3");
    }

    @Test
    void bombsAreRefusedAtTheirLine() {
        String labels =
                IntStream.range(0, 129).mapToObj(i -> "l" + i + "=\"v\"").collect(Collectors.joining(","));
        assertThatThrownBy(() -> Pages.text("a{" + labels + "} 1\n"))
                .hasMessage("line 1: expected at most 128 labels, got more");
        assertThatThrownBy(() -> Pages.text("a{l=\"" + "v".repeat(20_000) + "\"} 1\n"))
                .hasMessage("line 1: expected at most 16384 bytes in a text, got 20000");
        assertThatThrownBy(() -> Pages.text("a".repeat(2000) + " 1\n"))
                .hasMessage("line 1: expected at most 1024 bytes in a name, got 2000");
        assertThatThrownBy(() -> Pages.text("# HELP a " + "x".repeat(300_000) + "\n"))
                .hasMessage("line 1: expected at most 262144 bytes in a line, got more");
        String many = IntStream.range(0, 10_001).mapToObj(i -> "a" + i + " 1\n").collect(Collectors.joining());
        assertThatThrownBy(() -> Pages.text(many)).hasMessage("line 10001: expected at most 10000 samples, got more");
    }

    @Test
    void damagedPagesAreReadOrRefusedButNothingElse() throws Exception {
        Random random = new Random(5);
        byte[] page =
                ("# HELP h Help\\n.\n# TYPE h histogram\nh_bucket{le=\"1\",a=\"\u00e4\\\"\"} 1 # {trace_id=\"1\"} 1 2\n"
                                + "h_bucket{le=\"+Inf\"} 2\nh_sum 1e9\nh_count 2\n# TYPE c counter\nc_total 5 1.5\nc_created 3\n"
                                + "# TYPE s summary\ns{quantile=\"0.5\"} NaN\ns_count 3\n# EOF\n")
                        .getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] damaged = page.clone();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                damaged[random.nextInt(damaged.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : page[random.nextInt(page.length)]);
            }
            byte[] cut = random.nextInt(10) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
            try {
                Pages.read(cut, PageFormat.values()[random.nextInt(2)], Pages.CART);
            } catch (PageException e) {
                refused++;
                assertThat(e).hasMessageStartingWith("line ").hasMessageContaining(": expected ");
            }
        }
        assertThat(refused).isPositive();
    }
}
