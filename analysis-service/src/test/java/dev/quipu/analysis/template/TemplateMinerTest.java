package dev.quipu.analysis.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class TemplateMinerTest {

    private static final MiningLimits SMALL = new MiningLimits(50, 2_048, 64, 64, MiningLimits.DEFAULT.evidence());

    @Test
    void masksValues() {
        same("took 5 ms", "took 7.25 s");
        same("from 10.0.0.1:80 to fe80::1", "from db.example.com to 2001:db8::7");
        same("open /var/lib/x", "open https://example.org/a?b=c#d");
        same("id 6ba7b810-9dad-11d1-80b4-00c04fd430c8 done", "id 12 done");
        same("ok true", "ok false");
        same("at Fri Jun 17 07:07:00 2005 end", "at 2005-06-17T07:07:00Z end");
        same("list [1, 2, 3]", "list []");
        same("uid= gid=0", "uid=7 gid=0");
        apart("cache hit", "cache miss");
    }

    @Test
    void keepsNamesThatNeverChange() {
        TemplateMiner miner = mined(3, i -> "jk2_init() found child " + i);
        check(miner, 0, "jk2_init() found child <*>");
        miner.add("jk3_init() found child 1");
        check(miner, 0, "<*>() found child <*>");
    }

    @Test
    void learnsWordsThatVary() {
        TemplateMiner miner = mined(5, i -> "session opened for user " + name(i));
        check(miner, 0, "session opened for user <*>");
        assertThat(miner.merges(0).size()).isEqualTo(3);
    }

    @Test
    void learnsTwoPlacesAtOnce() {
        TemplateMiner miner = mined(40, i -> "user " + name(i) + " bought a " + name(i + 100) + " today");
        check(miner, 0, "user <*> bought a <*> today");
    }

    @Test
    void keepsFewWordsApart() {
        TemplateMiner miner = mined(100, i -> "instance was " + (i % 2 == 0 ? "started" : "stopped") + " by the host");
        assertThat(miner.templates().size()).isEqualTo(2);
    }

    @Test
    void takesValuesOfOtherPunctuation() {
        TemplateMiner miner = mined(40, i -> "synchronized to 10.0.0." + i + ", stratum 3");
        miner.add("synchronized to LOCAL(0), stratum 10");
        check(miner, 0, "synchronized to <*>, stratum <*>");
    }

    @Test
    void followsMerges() {
        TemplateMiner miner = new TemplateMiner(SMALL);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            numbers.add(miner.add("session opened for user " + name(i)));
        }
        assertThat(numbers.stream().map(miner::current).distinct()).containsExactly(1);
        assertThat(miner.merges(0).get(0).into()).isEqualTo(1);
    }

    @Test
    void extractsParameters() {
        TemplateMiner miner = mined(40, i -> "synchronized to 10.0.0." + i + ", stratum 3");
        miner.add("synchronized to LOCAL(0), stratum 10");
        List<String> parameters = miner.parameters(1, "synchronized to LOCAL(7), stratum 11");
        assertThat(parameters).isEqualTo(List.of("LOCAL(7)", "11"));
        assertThat(miner.parameters(1, "something else").isEmpty()).isTrue();
        assertThat(miner.parameters(99, "something else").isEmpty()).isTrue();
    }

    @Test
    void readsTheFirstLine() {
        same("\n\n boom: 7\n\tat a.B.c(B.java:12)", "boom: 9\r\n\tat x.Y.z(Y.java:1)\n\tat m.N");
    }

    @Test
    void survivesHostileBodies() {
        TemplateMiner miner = new TemplateMiner(SMALL);
        String word = "x".repeat(10_000);
        List<String> bodies = List.of(
                "",
                " ",
                "\n\n",
                "\u0000\u0001\u0002\u0003",
                word,
                word + " " + word,
                "=".repeat(10_000),
                "((((",
                "= = =",
                "\u202Eshalom \u05E9\u05DC\u05D5\u05DD",
                "\uD83D\uDE00 ok \uD83D\uDE00",
                "\uD83D",
                "a=",
                "()",
                "[]{}\"\"''",
                "\u7528\u6237123\u767B\u5F55\u6210\u529F",
                "1 ".repeat(5_000),
                "a ".repeat(5_000),
                "- ".repeat(5_000),
                "::::::",
                "a:b:c:d::",
                "/",
                "//",
                "://",
                "C:\\x",
                "<*> <*>",
                "%s %d",
                "\u0661\u0662 \u0663",
                "a..b...c",
                "{\"a\":1,\"b\":{\"c\":[1,2]}}",
                "k=\"v w\" l='x'",
                "1 (2) [3] {4} <5> \"6\" '7'");
        for (int round = 0; round < 3; round++) {
            for (String body : bodies) {
                int number = miner.add(body);
                miner.parameters(number, body);
            }
        }
        miner.templates().forEach(template -> {
            assertThat(template.text().length()).isLessThan(4_096);
        });
        Random random = new Random(1);
        String alphabet = "ab 1:/=()[]\"',.-_<>\uD83D\uDE00\u05D0\u4E00\n\u0001";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                body.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            int number = miner.add(body.toString());
            miner.parameters(number, body.toString());
        }
    }

    @Test
    void staysWithinItsLimits() {
        TemplateMiner miner = new TemplateMiner(SMALL);
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder();
            for (int n = 1 + random.nextInt(8); n > 0; n--) {
                body.append(name(random.nextInt(50_000))).append(' ');
            }
            miner.add(body.toString());
        }
        assertThat(miner.templates().size()).isLessThanOrEqualTo(50);
        assertThat(miner.merges(0).size()).isLessThanOrEqualTo(50 * 16);
        assertThat(miner.overflowRecords()).isGreaterThan(0);
    }

    @Test
    void countsEveryRecordOnce() {
        TemplateMiner miner = mined(10_000, mixed());
        long counted = miner.templates().stream().mapToLong(Template::records).sum();
        assertThat(counted + miner.overflowRecords()).isEqualTo(10_000);
    }

    @Test
    void goesOnExactlyAfterARestart() {
        TemplateMiner steady = new TemplateMiner(SMALL);
        TemplateMiner restarted = new TemplateMiner(SMALL);
        for (int i = 0; i < 10_000; i++) {
            String body = mixed().apply(i);
            if (i % 7 == 0) {
                restarted = new TemplateMiner(SMALL, restarted.state());
            }
            assertThat(steady.add(body)).isEqualTo(restarted.add(body));
        }
        assertThat(steady.state()).isEqualTo(restarted.state());
    }

    private static IntFunction<String> mixed() {
        return i -> {
            Random random = new Random(i);
            return switch (random.nextInt(6)) {
                case 0 -> "user " + name(random.nextInt(300)) + " bought " + name(random.nextInt(300));
                case 1 -> "took " + i + " ms for " + name(random.nextInt(9));
                case 2 -> "host h" + i + " is " + (i % 2 == 0 ? "up" : "down(" + i + ")");
                case 3 -> name(random.nextInt(3_000)) + " is " + name(random.nextInt(3_000)) + " or not";
                case 4 -> "{\"level\":\"info\",\"msg\":\"" + name(random.nextInt(20)) + "\"}";
                default -> "state " + name(random.nextInt(4)) + " to " + name(random.nextInt(4));
            };
        };
    }

    private static TemplateMiner mined(int bodies, IntFunction<String> body) {
        TemplateMiner miner = new TemplateMiner(SMALL);
        for (int i = 0; i < bodies; i++) {
            miner.add(body.apply(i));
        }
        return miner;
    }

    private static void same(String one, String other) {
        TemplateMiner miner = new TemplateMiner(SMALL);
        assertThat(miner.add(one)).isEqualTo(miner.add(other));
    }

    private static void apart(String one, String other) {
        TemplateMiner miner = new TemplateMiner(SMALL);
        assertThat(miner.add(one)).isNotEqualTo(miner.add(other));
    }

    private static void check(TemplateMiner miner, int at, String text) {
        assertThat(miner.templates().get(at).text()).isEqualTo(text);
    }

    /** Letters only, different for different numbers. */
    private static String name(int number) {
        StringBuilder name = new StringBuilder("n");
        for (int rest = number; rest > 0; rest /= 20) {
            name.append((char) ('g' + rest % 20));
        }
        return name.toString();
    }
}
