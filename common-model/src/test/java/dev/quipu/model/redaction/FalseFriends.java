package dev.quipu.model.redaction;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Text as systems write it, in which nothing is anybody's though it may look so. Seeded. */
final class FalseFriends {

    private static final List<String> FRAMES = List.of(
            "%s",
            "id=%s",
            "request %s done in 12 ms",
            "{\"id\":\"%s\"}",
            "GET /v1/items/%s HTTP/1.1",
            "level=info msg=\"%s\"",
            "[%s] accepted",
            "trace %s, span 2 of 9");

    private FalseFriends() {}

    static String one(CorpusValues values, Random random) {
        int year = 2000 + random.nextInt(40);
        String date = String.format("%04d-%02d-%02d", year, 1 + random.nextInt(12), 1 + random.nextInt(28));
        String time = String.format("%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
        String version = random.nextInt(30) + "." + random.nextInt(20) + "." + random.nextInt(40);
        String value = switch (random.nextInt(24)) {
            case 0 -> values.noCard();
            case 1 -> new UUID(random.nextLong(), random.nextLong()).toString();
            case 2 -> values.hex(32);
            case 3 -> values.hex(64);
            case 4 -> date + "T" + time + "." + values.digits(9) + "Z";
            case 5 -> date + " " + time + "," + values.digits(3);
            case 6 -> "17" + values.digits(11);
            case 7 -> "17" + values.digits(17);
            case 8 -> "lodash@" + version;
            case 9 -> "@scope/pkg@" + version + "-rc." + random.nextInt(9);
            case 10 -> version + "." + random.nextInt(9) + "-rc" + random.nextInt(5);
            case 11 -> "v" + version + "." + random.nextInt(200);
            case 12 ->
                "Chrome/" + (90 + random.nextInt(40)) + ".0." + (3000 + random.nextInt(3000)) + "."
                        + random.nextInt(200);
            case 13 -> "ORD-" + date + "-" + values.digits(8);
            case 14 -> "INV" + values.digits(10);
            case 15 -> "sha256:" + values.hex(64);
            case 16 -> "com.example.Order@" + values.hex(8);
            case 17 ->
                String.join(
                        ":", values.hex(2), values.hex(2), values.hex(2), values.hex(2), values.hex(2), values.hex(2));
            case 18 -> "std::vector<int>::push_back";
            case 19 -> date + "T" + time + "+0" + random.nextInt(10) + ":00";
            case 20 ->
                random.nextInt(100_000) + " of " + random.nextInt(1_000_000) + " rows, " + random.nextInt(100) + "."
                        + values.digits(6) + " s";
            case 21 -> "1.3.6.1.4.1." + values.digits(4) + "." + random.nextInt(9);
            case 22 -> "pod/web-" + values.hex(10) + "-" + values.letters(5).toLowerCase(java.util.Locale.ROOT);
            default -> "the bearer of this card has " + random.nextInt(90) + " points";
        };
        return values.pick(FRAMES).replace("%s", value);
    }
}
