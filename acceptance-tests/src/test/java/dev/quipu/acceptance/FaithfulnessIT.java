package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quipu.acceptance.SdkCaptures.Capture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What real SDKs and agents sent is given back as OTLP's own generated classes decode it. */
class FaithfulnessIT {

    private final Cluster cluster = Cluster.shared();

    @Test
    void everyCapturedRecordRequestIsReadBackEqual() throws IOException {
        assumeTrue(Files.isRegularFile(SdkCaptures.ARCHIVE), SdkCaptures.ARCHIVE + " is not there; skipped");
        List<Capture> captures = withoutRepeats(SdkCaptures.ofSignal("traces"));
        assertThat(captures).hasSizeGreaterThan(100);

        List<OtlpSpan> sent = new ArrayList<>();
        try (OtlpGrpc grpc = cluster.otlpGrpc()) {
            for (Capture capture : captures) {
                send(capture, grpc);
                sent.addAll(capture.spans());
            }
        }

        Set<String> traceIds = sent.stream().map(OtlpSpan::traceId).collect(Collectors.toSet());
        SpanSets.assertSame(cluster.storageApi().traces(traceIds), sent);
    }

    private void send(Capture capture, OtlpGrpc grpc) throws IOException {
        if (capture.grpc()) {
            byte[] plain =
                    capture.encoding().equals("gzip") ? SdkCaptures.gunzip(capture.message()) : capture.message();
            grpc.export(plain, capture.encoding());
            return;
        }
        Answer answer = cluster.otlpHttp().post(capture.body(), capture.contentType(), capture.encoding());
        assertThat(answer.status()).as("%s: %s", capture, answer.text()).isEqualTo(200);
    }

    /** The same request twice is one that was retried: its spans are stored once. */
    private static List<Capture> withoutRepeats(List<Capture> captures) {
        List<Capture> distinct = new ArrayList<>();
        for (Capture capture : captures) {
            if (distinct.stream().noneMatch(other -> Arrays.equals(other.message(), capture.message()))) {
                distinct.add(capture);
            }
        }
        return distinct;
    }
}
