package dev.quipu.fuzzing;

import dev.quipu.collector.intake.BodyConversion;
import dev.quipu.collector.intake.Converted;
import dev.quipu.collector.loki.LokiForm;
import dev.quipu.collector.remotewrite.RemoteWriteConversion;
import dev.quipu.collector.remotewrite.RemoteWriteForm;
import dev.quipu.collector.remotewrite.WriteLimits;
import dev.quipu.collector.zipkin.ZipkinForm;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpFormatException;
import java.util.Arrays;

/** Other senders' forms, each turned into a request of OTLP that can be read. */
final class FuzzConversions {

    private static final WriteLimits LIMITS = new WriteLimits(1_000, 4 << 20);

    private FuzzConversions() {}

    static void zipkinJson(byte[] input) {
        zipkin(ZipkinForm.JSON_V2, input);
        zipkin(ZipkinForm.JSON_V1, input);
    }

    static void zipkinBinary(byte[] input) {
        zipkin(ZipkinForm.PROTO3, input);
        zipkin(ZipkinForm.THRIFT, input);
    }

    private static void zipkin(ZipkinForm form, byte[] input) {
        convert(Signal.TRACES, input, (body, length) -> Converted.whole(form.toOtlp(body, length)));
    }

    static void remoteWrite(byte[] input) {
        for (RemoteWriteForm form : RemoteWriteForm.values()) {
            convert(Signal.METRICS, input, new RemoteWriteConversion(form, LIMITS));
        }
    }

    static void loki(byte[] input) {
        for (LokiForm form : LokiForm.values()) {
            convert(Signal.LOGS, input, form::toOtlp);
        }
    }

    /** The body is followed by bytes that are none of it, and is left as it is. */
    private static void convert(Signal signal, byte[] input, BodyConversion conversion) {
        byte[] body = Arrays.copyOf(input, input.length + 3);
        Arrays.fill(body, input.length, body.length, (byte) '7');
        byte[] before = body.clone();
        try {
            FuzzRequests.readable(signal, conversion.convert(body, input.length).protobuf());
        } catch (OtlpFormatException e) {
            // documented
        }
        Expectation.holds("the body to be unchanged", Arrays.equals(before, body));
    }
}
