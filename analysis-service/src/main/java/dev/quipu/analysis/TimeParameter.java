package dev.quipu.analysis;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as clients write it: RFC 3339, nanoseconds since 1970, or {@code now} and how long before it, such as
 * {@code now-15m}, so that a link stays alive.
 */
public final class TimeParameter {

    private static final Pattern UNIX_NANOS = Pattern.compile("[0-9]{1,18}|[0-8][0-9]{18}");
    private static final Pattern RELATIVE = Pattern.compile("now(?:-([0-9]{1,9})([smhd]))?");
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private TimeParameter() {}

    /**
     * @throws BadParameterException when the text is none of them
     */
    public static Instant parse(String parameter, String text) {
        return parse(parameter, text, Instant.now());
    }

    /**
     * @param now what {@code now} stands for; one for all times of a request
     * @throws BadParameterException when the text is none of them
     */
    public static Instant parse(String parameter, String text, Instant now) {
        try {
            if (UNIX_NANOS.matcher(text).matches()) {
                long nanos = Long.parseLong(text);
                return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
            }
            Matcher relative = RELATIVE.matcher(text);
            return relative.matches()
                    ? now.minus(before(relative))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new BadParameterException(parameter
                    + ": expected RFC 3339, nanoseconds since 1970, or now and s, m, h or d before it such as now-15m,"
                    + " got '" + text + "'");
        }
    }

    /** Whether the text means another time whenever it is read. */
    public static boolean isRelative(String text) {
        return RELATIVE.matcher(text).matches();
    }

    private static Duration before(Matcher relative) {
        if (relative.group(1) == null) {
            return Duration.ZERO;
        }
        long count = Long.parseLong(relative.group(1));
        return switch (relative.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
