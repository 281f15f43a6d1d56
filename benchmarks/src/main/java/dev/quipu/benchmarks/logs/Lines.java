package dev.quipu.benchmarks.logs;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Lines of about 200 characters of several programs: what one writes varies in ids, numbers, users and words. Runs of
 * nine digits are numbers that no other line has; they are changed each time a line is sent.
 */
final class Lines {

    static final int LENGTH = 200;

    private static final List<String> ROUTES = List.of(
            "/cart", "/cart/items", "/checkout", "/orders", "/products", "/products/search", "/users", "/health");
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)",
            "okhttp/4.12.0",
            "curl/8.10.1");
    private static final List<String> TABLES = List.of("orders", "order_items", "customers", "payments", "stock");
    private static final List<String> CLASSES = List.of("Cart", "Checkout", "Payment", "Stock", "Shipping", "Search");
    private static final List<String> WORDS = words();

    private final SplittableRandom random;

    Lines(SplittableRandom random) {
        this.random = random;
    }

    private static List<String> words() {
        SplittableRandom letters = new SplittableRandom(7);
        return java.util.stream.IntStream.range(0, 2_000)
                .mapToObj(i -> letters.ints(3 + letters.nextInt(7), 'a', 'z' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .toList();
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private String number() {
        return Integer.toString(100_000_000 + random.nextInt(900_000_000));
    }

    private String user() {
        return "user-%05x".formatted(random.nextInt(20_000));
    }

    /** The next line, no longer than {@value #LENGTH}. */
    String next() {
        String line = switch (random.nextInt(6)) {
            case 0 -> access();
            case 1 -> query();
            case 2 -> order();
            case 3 -> exception();
            case 4 -> keysAndValues();
            default -> prose();
        };
        return line.length() <= LENGTH ? line : line.substring(0, LENGTH);
    }

    private String access() {
        return "10.%d.%d.%d - %s \"GET %s/%s?page=%d HTTP/1.1\" %d %d \"https://shop.example/\" \"%s\" %dms upstream=10.1.0.%d:8080"
                .formatted(
                        random.nextInt(4),
                        random.nextInt(256),
                        random.nextInt(256),
                        user(),
                        pick(ROUTES),
                        number(),
                        random.nextInt(50),
                        random.nextInt(30) == 0 ? 500 : 200,
                        random.nextInt(40_000),
                        pick(AGENTS),
                        random.nextInt(3_000),
                        random.nextInt(16));
    }

    private String query() {
        return "Executed in %d ms: SELECT o.id, o.total, c.name, c.region FROM %s o JOIN customers c ON c.id = o.customer_id WHERE o.id = %s AND c.region = '%s' ORDER BY o.created_at DESC LIMIT %d rows=%d plan=index"
                .formatted(
                        random.nextInt(900),
                        pick(TABLES),
                        number(),
                        WORDS.get(random.nextInt(40)),
                        1 + random.nextInt(100),
                        random.nextInt(100));
    }

    private String order() {
        return "Order %s of %s placed: items=%d total=%d.%02d EUR payment=%s, reserved in warehouse %s, shipment is to leave within %d hours by %s; attempt %d took %d ms"
                .formatted(
                        number(),
                        user(),
                        1 + random.nextInt(20),
                        random.nextInt(900),
                        random.nextInt(100),
                        pick(List.of("card", "transfer", "voucher")),
                        WORDS.get(random.nextInt(30)),
                        random.nextInt(72),
                        WORDS.get(random.nextInt(10)),
                        1 + random.nextInt(3),
                        random.nextInt(800));
    }

    private String exception() {
        String type = pick(CLASSES);
        return "java.net.SocketTimeoutException: Read timed out after %d ms calling %s for request %s\n\tat shop.%s.Client.call(Client.java:%d)\n\tat shop.%s.Service.handle(Service.java:%d)\n\tat shop.Server.serve(Server.java:88)"
                .formatted(
                        random.nextInt(30_000),
                        pick(ROUTES),
                        number(),
                        type.toLowerCase(java.util.Locale.ROOT),
                        random.nextInt(400),
                        type.toLowerCase(java.util.Locale.ROOT),
                        random.nextInt(400));
    }

    private String keysAndValues() {
        return "level=info component=%s msg=\"cache refreshed\" keys=%d evicted=%d hit_ratio=0.%03d shard=%d generation=%s took=%dus next_refresh=%ds source=%s.%s.svc.cluster.local"
                .formatted(
                        WORDS.get(random.nextInt(50)),
                        random.nextInt(100_000),
                        random.nextInt(1_000),
                        random.nextInt(1_000),
                        random.nextInt(64),
                        number(),
                        random.nextInt(100_000),
                        random.nextInt(600),
                        WORDS.get(random.nextInt(50)),
                        WORDS.get(random.nextInt(5)));
    }

    private String prose() {
        StringBuilder line = new StringBuilder("Customer ").append(number()).append(" wrote:");
        while (line.length() < LENGTH - 10) {
            line.append(' ').append(WORDS.get((int) (Math.pow(random.nextDouble(), 3) * WORDS.size())));
        }
        return line.toString();
    }
}
