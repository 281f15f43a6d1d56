package dev.quipu.benchmarks.spans;

import java.util.SplittableRandom;

/**
 * The ids that the spans of one trace share. A run of exactly nine digits in an attribute is an id that no other trace
 * has: sending replaces it each time.
 */
record Visitor(String user, String product, String order, String session, String address) {

    private static final int USERS = 100_000;
    private static final int PRODUCTS = 20_000;

    static Visitor of(SplittableRandom random) {
        return new Visitor(
                "u-" + skewed(random, USERS),
                "p" + skewed(random, PRODUCTS),
                nineDigits(random),
                nineDigits(random),
                "203.0." + random.nextInt(16) + "." + random.nextInt(256));
    }

    /** The route with this visitor's ids in it. */
    String path(String route) {
        return route.replace("{user}", user).replace("{product}", product).replace("{order}", order);
    }

    static String nineDigits(SplittableRandom random) {
        return String.format("%09d", random.nextInt(1_000_000_000));
    }

    /** Low numbers come up far more often than high ones. */
    private static int skewed(SplittableRandom random, int bound) {
        return (int) (bound * Math.pow(random.nextDouble(), 3));
    }
}
