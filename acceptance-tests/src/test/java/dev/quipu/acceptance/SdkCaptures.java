package dev.quipu.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Request bodies as real SDKs sent them: an archive that lies beside the checkout, not in it. */
final class SdkCaptures {

    static final Path ARCHIVE = Checkout.ROOT.resolveSibling("shared/data/sdk-captures.tar.xz");
    private static final int GRPC_PREFIX_BYTES = 5;

    /** @param body as it was on the wire, the prefix of a gRPC message included */
    record Capture(String file, boolean grpc, String contentType, String encoding, byte[] body) {

        /** The spans in it, decoded without any of Quipu's code. */
        List<OtlpSpan> spans() {
            byte[] plain = encoding.equals("gzip") ? gunzip(message()) : message();
            return contentType.equals(OtlpHttp.JSON)
                    ? OtlpJson.listOf(new String(plain, StandardCharsets.UTF_8))
                    : OtlpSpan.listOf(plain);
        }

        /** The body without gRPC's prefix. */
        byte[] message() {
            return grpc ? Arrays.copyOfRange(body, GRPC_PREFIX_BYTES, body.length) : body;
        }

        @Override
        public String toString() {
            return file;
        }
    }

    private SdkCaptures() {}

    /** All captures of {@code signal}: traces, logs or metrics. */
    static List<Capture> ofSignal(String signal) {
        Map<String, byte[]> files = unpack();
        List<Capture> captures = new ArrayList<>();
        for (String line : new String(files.get("meta.jsonl"), StandardCharsets.UTF_8).split("\n")) {
            JsonNode meta = parse(line);
            if (!meta.path("signal").asText().equals(signal)) {
                continue;
            }
            JsonNode headers = meta.path("headers");
            boolean grpc = meta.path("proto").asText().equals("grpc");
            captures.add(new Capture(
                    meta.path("file").asText(),
                    grpc,
                    headers.path("content-type").asText(),
                    headers.path(grpc ? "grpc-encoding" : "content-encoding").asText("identity"),
                    files.get(meta.path("file").asText())));
        }
        return captures;
    }

    static byte[] gunzip(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> unpack() {
        Map<String, byte[]> files = new HashMap<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(Files.newInputStream(ARCHIVE))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    files.put(Path.of(entry.getName()).getFileName().toString(), tar.readAllBytes());
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
