package dev.quipu.demo;

import java.net.URI;
import java.time.Duration;

/** What the command line asks for. */
record Options(URI collector, URI readApi, int traces, Duration past, long seed) {

    static final String USAGE = """
            usage: ./quipu demo [--traces N] [--minutes N] [--seed N] [--collector URL] [--read-api URL]
              --traces N       how many visits to send (1500)
              --minutes N      over how many minutes up to now they are spread (15)
              --seed N         another seed, another day in the shop (1)
              --collector URL  where OTLP/HTTP is taken in (http://127.0.0.1:4318)
              --read-api URL   where the links that are printed lead (http://127.0.0.1:8080)
            """;

    /** @throws IllegalArgumentException naming the option that is not understood */
    static Options parse(String... arguments) {
        Options options = new Options(
                URI.create("http://127.0.0.1:4318"),
                URI.create("http://127.0.0.1:8080"),
                1_500,
                Duration.ofMinutes(15),
                1);
        for (int i = 0; i < arguments.length; i += 2) {
            options = options.with(arguments[i], i + 1 < arguments.length ? arguments[i + 1] : "");
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--collector" -> new Options(URI.create(value), readApi, traces, past, seed);
            case "--read-api" -> new Options(collector, URI.create(value), traces, past, seed);
            case "--traces" -> new Options(collector, readApi, atLeastOne(name, value), past, seed);
            case "--minutes" ->
                new Options(collector, readApi, traces, Duration.ofMinutes(atLeastOne(name, value)), seed);
            case "--seed" -> new Options(collector, readApi, traces, past, number(name, value));
            default -> throw new IllegalArgumentException(name + ": no such option");
        };
    }

    private static int atLeastOne(String name, String value) {
        long number = number(name, value);
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
        }
        return (int) number;
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(name + ": expected a number, got " + value, notANumber);
        }
    }
}
