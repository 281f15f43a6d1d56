package dev.quipu.model.segment;

import org.jspecify.annotations.Nullable;

/**
 * Takes values out of the records of one request while they are read, so that what is taken out never gets into a
 * segment. Values are asked about by the message that they stand in, and of values that repeat in a batch once; what a
 * change has to be counted by comes with it. For one thread.
 */
public interface ValueRedaction {

    /** Where in a record a value stands. */
    enum Place {
        /** Attributes of resources, scopes, spans, log records, exemplars, points and metrics. */
        ATTRIBUTES,
        /** Names and attributes of events, attributes of links. */
        EVENTS,
        /** A log record's body and severity text. */
        BODY,
        SPAN_NAME,
        STATUS_MESSAGE
    }

    /** What may become of the values of one place, or under one key there: one object for equal rules. */
    interface Rules {
        /** Whether no value ever changes here. */
        boolean isEmpty();

        /**
         * Whether a value that is no text, list or bytes may change.
         *
         * @param bits as a segment keeps it
         */
        boolean mayChange(ValueType type, long bits);
    }

    /**
     * What is there instead.
     *
     * @param message the same kind of message as was asked about
     * @param counts for {@link #foundAgain}
     */
    record Change(byte[] message, int[] counts) {}

    /**
     * What became of text or bytes.
     *
     * @param bytes what they are now; null when the value is left without content
     */
    record Content(byte @Nullable [] bytes, int[] counts) {

        /** Of what stays. */
        public static final Content UNCHANGED = new Content(new byte[0], new int[0]);
    }

    /** What decides: of two requests with the same the same values become the same. */
    Object source();

    Rules rules(Place place);

    /** The rules of an attribute's value. */
    Rules rules(Place place, byte[] buffer, int offset, int length);

    /**
     * What becomes of text or bytes that are all of a value. Most stay, and few of them need the message they stand in to
     * be told.
     *
     * @return null when only the message tells
     */
    @Nullable
    Content content(Rules rules, byte[] buffer, int offset, int length);

    /** @param offset of a {@code KeyValue} @return null when it stays as it is */
    @Nullable
    Change attribute(Place place, byte[] buffer, int offset, int length);

    /** @param offset of an {@code AnyValue} @return null when it stays as it is */
    @Nullable
    Change value(Place place, byte[] buffer, int offset, int length);

    /** @param offset of text that is no attribute's @return null when it stays as it is */
    @Nullable
    Change text(Place place, byte[] buffer, int offset, int length);

    /** @param block a resource with its schema URL, as {@link dev.quipu.model.otlp.ResourceWire} has it */
    byte[] resource(byte[] block);

    /** @param block a scope with its schema URL */
    byte[] scope(byte[] block);

    /** A message about the request, which may quote it, without what the rules take out. */
    String message(String text);

    /** A value changed that changed in this way before. */
    void foundAgain(int[] counts);
}
