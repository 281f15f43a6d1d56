package dev.quipu.collector.intake;

import dev.quipu.collector.quota.PointRemoval;
import dev.quipu.model.otlp.OtlpFormatException;

/** Makes an OTLP request, in the protobuf form, of a body in another form. Runs on a worker. */
@FunctionalInterface
public interface BodyConversion {

    /**
     * @param body at 0 to {@code length}; not changed
     * @throws OtlpFormatException when the body is not what it says it is
     */
    Converted convert(byte[] body, int length);

    /** Told after the conversion what of its outcome does not pass, if that is some of it. */
    default void left(PointRemoval.Rest rest) {}
}
