package dev.quipu.model.segment;

/**
 * What a request may hold before it, or a record of it, is refused.
 *
 * @param maxRecordsPerRequest more make the whole request unacceptable
 * @param maxValueDepth nesting of attribute values; a deeper record is rejected
 */
public record IntakeLimits(int maxRecordsPerRequest, int maxValueDepth) {

    /** Takes the largest traces seen in practice, and no value that a recursive reader could choke on. */
    public static final IntakeLimits DEFAULT = new IntakeLimits(250_000, 64);

    public IntakeLimits {
        if (maxRecordsPerRequest < 1 || maxValueDepth < 1 || maxValueDepth > 512) {
            throw new IllegalArgumentException("intake limits: expected at least 1 record and a depth of 1 to 512, got "
                    + maxRecordsPerRequest + " and " + maxValueDepth);
        }
    }
}
