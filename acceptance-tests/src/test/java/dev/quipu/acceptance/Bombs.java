package dev.quipu.acceptance;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Small bodies that inflate to huge ones. */
final class Bombs {

    private static final int GIBIBYTE = 1 << 30;

    private Bombs() {}

    static byte[] gibibyteOfZeros(String encoding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (OutputStream out = encoding.equals("gzip") ? new GZIPOutputStream(bytes) : new ZstdOutputStream(bytes)) {
            for (int written = 0; written < GIBIBYTE; written += zeros.length) {
                out.write(zeros);
            }
        }
        return bytes.toByteArray();
    }
}
