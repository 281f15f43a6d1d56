package dev.quipu.model.otlp;

import dev.quipu.model.Signal;
import java.time.Duration;

/**
 * What the doors answer: {@code Export…ServiceResponse} and {@code google.rpc.Status}, each in the form of the
 * request (OTLP specification, "OTLP/HTTP Response").
 */
public final class OtlpResponses {

    private static final int INVALID_ARGUMENT = 3;
    private static final String BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest";
    private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

    private OtlpResponses() {}

    /** Everything was taken: a response without {@code partial_success}. */
    public static byte[] success(Signal signal, boolean json) {
        return in(json, OtlpMessage.responseOf(signal), new byte[0]);
    }

    /**
     * Part of the request was taken.
     *
     * @param rejectedRecords how many were not; 0 makes the message a warning
     */
    public static byte[] partialSuccess(Signal signal, long rejectedRecords, String message, boolean json) {
        ProtoWriter out = new ProtoWriter(64);
        int partial = out.begin(1);
        out.writeVarintOrOmit(1, rejectedRecords);
        out.writeStringOrOmit(2, message);
        out.end(partial);
        return in(json, OtlpMessage.responseOf(signal), out.toBytes());
    }

    /**
     * A status; that of bad data says so in its details too (OTLP specification, "Bad Data").
     *
     * @param grpcCode the canonical code, such as 3 for INVALID_ARGUMENT
     */
    public static byte[] status(int grpcCode, String message, boolean json) {
        ProtoWriter out = statusFields(grpcCode, message);
        if (grpcCode == INVALID_ARGUMENT) {
            int detail = out.begin(3);
            out.writeString(1, BAD_REQUEST);
            // In JSON the fields of a detail lie beside its type, in protobuf they are a message inside it.
            int value = json ? -1 : out.begin(2);
            int violation = out.begin(json ? 2 : 1);
            out.writeString(1, subject(message));
            out.writeString(2, message);
            out.end(violation);
            if (!json) {
                out.end(value);
            }
            out.end(detail);
        }
        return in(json, OtlpMessage.STATUS_RESPONSE, out.toBytes());
    }

    /** What a message of the form "subject: expected ..., got ..." is about. */
    private static String subject(String message) {
        return message.substring(0, Math.max(0, message.indexOf(": ")));
    }

    /** A status whose details tell a gRPC client when to come again; protobuf form, for {@code grpc-status-details-bin}. */
    public static byte[] retryableStatus(int grpcCode, String message, Duration retryAfter) {
        ProtoWriter out = statusFields(grpcCode, message);
        int detail = out.begin(3);
        out.writeString(1, RETRY_INFO);
        int retryInfo = out.begin(2);
        int delay = out.begin(1);
        out.writeVarintOrOmit(1, retryAfter.getSeconds());
        out.writeVarintOrOmit(2, retryAfter.getNano());
        out.end(delay);
        out.end(retryInfo);
        out.end(detail);
        return out.toBytes();
    }

    private static ProtoWriter statusFields(int grpcCode, String message) {
        ProtoWriter out = new ProtoWriter(64);
        out.writeVarintOrOmit(1, grpcCode);
        out.writeStringOrOmit(2, message);
        return out;
    }

    private static byte[] in(boolean json, OtlpMessage message, byte[] protobuf) {
        return json ? OtlpJson.toJson(message, protobuf) : protobuf;
    }
}
