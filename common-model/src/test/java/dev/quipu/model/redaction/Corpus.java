package dev.quipu.model.redaction;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Labelled text: each line a text and what is in it, as {@code detector=value}, tabs between; a line without such a label
 * is a false friend. The lines of {@code hard-cases.tsv} were written by hand, the others come from a seed. Run it from the
 * module's directory to write {@code corpus.tsv} again.
 */
final class Corpus {

    static final int LINES = 2_000;
    static final long SEED = 20_251;
    private static final String RESOURCES = "src/test/resources/redaction";

    /** @param labels what each detector has to find, and nothing else */
    record Line(String text, Map<Detector, List<String>> labels) {

        static Line parse(String line) {
            String[] fields = line.split("\t", -1);
            Map<Detector, List<String>> labels = new LinkedHashMap<>();
            for (String label : Arrays.asList(fields).subList(1, fields.length)) {
                int equals = label.indexOf('=');
                labels.computeIfAbsent(Detector.ofLabel(label.substring(0, equals)), first -> new ArrayList<>())
                        .add(unescaped(label.substring(equals + 1)));
            }
            return new Line(unescaped(fields[0]), labels);
        }

        private static String unescaped(String text) {
            return text.replace("␊", "\n").replace("␉", "\t");
        }
    }

    private static final List<String> LINES_OF_LOGS = List.of(
            "%s",
            "login of user %s succeeded",
            "level=warn msg=\"refused %s\" took=12ms",
            "2026-03-04T05:06:07.089Z INFO  [main] c.e.Mailer - sent to %s in 31 ms",
            "Contact: %s.",
            "(%s)",
            "value was <%s>, expected none",
            "[%s]",
            "from %s, retry 3 of 5",
            "\"%s\"");
    private static final List<String> URLS =
            List.of("https://shop.example/api?q=%s&page=2", "GET /search?value=%s HTTP/1.1", "/v1/users/%s/orders");
    private static final List<String> JSON =
            List.of("{\"value\":\"%s\",\"n\":17}", "{\"a\":[\"%s\"],\"ok\":true}", "payload={\\\"id\\\":\\\"%s\\\"}");

    private Corpus() {}

    public static void main(String[] arguments) throws IOException {
        List<String> hard = Files.readAllLines(Path.of(RESOURCES, "hard-cases.tsv"));
        Files.write(Path.of(RESOURCES, "corpus.tsv"), written(hard, SEED));
    }

    static List<String> read(String name) throws IOException {
        URL resource = Corpus.class.getResource("/redaction/" + name);
        try (var in = resource.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    static List<String> written(List<String> hard, long seed) {
        List<String> lines = new ArrayList<>(hard);
        Random random = new Random(seed);
        CorpusValues values = new CorpusValues(random);
        Detector[] detectors = Detector.values();
        while (lines.size() < LINES) {
            lines.add(
                    random.nextInt(20) < 11
                            ? truth(detectors[random.nextInt(detectors.length)], values, random)
                            : FalseFriends.one(values, random));
        }
        return lines;
    }

    private static String truth(Detector detector, CorpusValues values, Random random) {
        String value = values.of(detector).replace("\n", "␊");
        boolean isPlain = value.chars().noneMatch(c -> c == ' ' || c == '+' || c == '(' || c > 127);
        List<String> frames = detector == Detector.PRIVATE_KEY
                ? List.of("%s", "{\"key\":\"%s\"}", "loaded %s")
                : random.nextInt(4) == 0 ? JSON : isPlain && random.nextInt(3) == 0 ? URLS : LINES_OF_LOGS;
        String frame = values.pick(frames);
        if (detector == Detector.BEARER_TOKEN && random.nextBoolean()) {
            value = values.letters(20) + values.digits(4);
            frame = values.pick(List.of(
                    "Authorization: Bearer %s",
                    "{\"access_token\":\"%s\",\"expires_in\":3600}",
                    "header authorization=[Bearer %s]",
                    "https://api.example/me?access_token=%s&x=1",
                    "curl -H 'Authorization: bearer %s'"));
        }
        if (detector == Detector.EMAIL
                && value.chars().allMatch(c -> c < 128)
                && !value.contains("'")
                && !value.contains("+")
                && random.nextInt(6) == 0) {
            value = value.replace("@", "%40");
            frame = "https://shop.example/reset?email=%s&token=1";
        }
        return frame.replace("%s", value) + "\t" + detector.label() + "=" + value;
    }
}
