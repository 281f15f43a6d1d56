package dev.quipu.analysis.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The axis of time, in UTC, and how a range of time is told. */
final class TimeAxis {

    private static final int TICK_PIXELS = 72;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long DAY = 86_400 * NANOS_PER_SECOND;

    private static final List<Duration> STEPS = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7),
            Duration.ofDays(14),
            Duration.ofDays(30),
            Duration.ofDays(90),
            Duration.ofDays(365),
            Duration.ofDays(3650));

    private static final DateTimeFormatter MILLIS = format("HH:mm:ss.SSS");
    private static final DateTimeFormatter SECONDS = format("HH:mm:ss");
    private static final DateTimeFormatter MINUTES = format("HH:mm");
    private static final DateTimeFormatter DAYS = format("d MMM");
    private static final DateTimeFormatter YEARS = format("MMM yyyy");
    private static final DateTimeFormatter DATE = format("yyyy-MM-dd");

    private TimeAxis() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    static Axis of(long fromUnixNano, long toUnixNano, double pixels) {
        double wanted = Math.max(1, pixels / TICK_PIXELS);
        double least = (toUnixNano - fromUnixNano) / wanted;
        long step = STEPS.stream()
                .mapToLong(Duration::toNanos)
                .filter(nanos -> nanos >= least)
                .findFirst()
                .orElse(STEPS.get(STEPS.size() - 1).toNanos());
        List<Axis.Tick> ticks = new ArrayList<>();
        long first = -Math.floorDiv(-fromUnixNano, step);
        for (long count = first; count <= toUnixNano / step; count++) {
            ticks.add(new Axis.Tick(count * step, label(count * step, step)));
        }
        return new Axis(fromUnixNano, toUnixNano, false, ticks);
    }

    private static OffsetDateTime utc(long unixNano) {
        return Instant.EPOCH.plusNanos(unixNano).atOffset(ZoneOffset.UTC);
    }

    private static String label(long unixNano, long step) {
        if (step >= 90 * DAY) {
            return YEARS.format(utc(unixNano));
        }
        if (unixNano % DAY == 0) {
            return DAYS.format(utc(unixNano));
        }
        if (step < NANOS_PER_SECOND) {
            return MILLIS.format(utc(unixNano));
        }
        return (step < 60 * NANOS_PER_SECOND ? SECONDS : MINUTES).format(utc(unixNano));
    }

    /** Such as {@code 2026-01-01 10:00 – 11:00 UTC}. */
    static String range(long fromUnixNano, long toUnixNano) {
        OffsetDateTime from = utc(fromUnixNano);
        OffsetDateTime to = utc(toUnixNano);
        String end = from.toLocalDate().equals(to.toLocalDate()) ? clock(to) : DATE.format(to) + " " + clock(to);
        return DATE.format(from) + " " + clock(from) + " – " + end + " UTC";
    }

    private static String clock(OffsetDateTime time) {
        LocalTime clock = time.toLocalTime();
        if (clock.getNano() > 0) {
            return MILLIS.format(clock);
        }
        return (clock.getSecond() > 0 ? SECONDS : MINUTES).format(clock);
    }
}
