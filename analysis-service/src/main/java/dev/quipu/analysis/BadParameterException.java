package dev.quipu.analysis;

/** A query or path parameter that cannot be understood. The message is for the client. */
public final class BadParameterException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public BadParameterException(String message) {
        super(message);
    }

    public static BadParameterException of(String parameter, String problem) {
        return new BadParameterException("unable to parse param '" + parameter + "': " + problem);
    }
}
