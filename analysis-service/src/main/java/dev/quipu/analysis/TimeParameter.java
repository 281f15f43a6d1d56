package dev.quipu.analysis;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** A time as clients write it: RFC 3339, or nanoseconds since 1970. */
public final class TimeParameter {

    private static final Pattern UNIX_NANOS = Pattern.compile("[0-9]{1,18}|[0-8][0-9]{18}");
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private TimeParameter() {}

    /**
     * @throws BadParameterException when the text is neither
     */
    public static Instant parse(String parameter, String text) {
        try {
            if (UNIX_NANOS.matcher(text).matches()) {
                long nanos = Long.parseLong(text);
                return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new BadParameterException(
                    parameter + ": expected RFC 3339 or nanoseconds since 1970, got '" + text + "'");
        }
    }
}
