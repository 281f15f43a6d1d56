package dev.quipu.model.rollup;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A rollup as bytes: version, resolution and number of cells, then deflated, cell by cell in the order of the keys, key
 * and figures and the length of the sketch and the sketch. A text that is the same as in the cell before is left out.
 * The same rollup gives the same bytes.
 */
public final class RollupCodec {

    /** Of a body that is one rollup. */
    public static final String MEDIA_TYPE = "application/vnd.quipu.rollup";

    /** Of an answer with a rollup: everything acknowledged before this time, in RFC 3339, is counted. */
    public static final String WATERMARK_HEADER = "Quipu-Watermark";

    /** Of an answer with a rollup: how many stored spans are not counted yet. */
    public static final String PENDING_HEADER = "Quipu-Pending-Records";

    private static final int VERSION = 1;
    private static final int MAX_CELLS = 1_000_000;
    private static final int MAX_BYTES = 1 << 20;

    private RollupCodec() {}

    public static byte[] encode(Rollup rollup) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream head = new DataOutputStream(bytes)) {
            head.writeByte(VERSION);
            head.writeInt(rollup.resolutionSeconds());
            head.writeInt(rollup.size());
            writeCells(rollup, head);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeCells(Rollup rollup, OutputStream to) throws IOException {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream body =
                new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(to, deflater)))) {
            String[] before = {"", "", ""};
            for (var entry : rollup.byKey().entrySet()) {
                write(body, entry.getKey(), before);
                write(body, entry.getValue());
            }
        } finally {
            deflater.end();
        }
    }

    private static void write(DataOutputStream out, RollupKey key, String[] before) throws IOException {
        String[] texts = {key.component(), key.namespace(), key.spanName()};
        int same = 0;
        for (int i = 0; i < texts.length; i++) {
            same |= texts[i].equals(before[i]) ? 1 << i : 0;
        }
        out.writeByte(same);
        for (int i = 0; i < texts.length; i++) {
            if ((same & 1 << i) == 0) {
                byte[] utf8 = texts[i].getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
                before[i] = texts[i];
            }
        }
        out.writeInt(key.kind());
        out.writeInt(key.statusCode());
        out.writeLong(key.startUnixSeconds());
    }

    private static void write(DataOutputStream out, RollupCell cell) throws IOException {
        out.writeLong(cell.spans());
        out.writeDouble(cell.weight());
        out.writeDouble(cell.weightSquares());
        out.writeDouble(cell.sumNanos());
        GrowingByteArrayOutput sketch = GrowingByteArrayOutput.withDefaultInitialCapacity();
        cell.durations().encode(sketch, true);
        out.writeInt(sketch.numWrittenBytes());
        out.write(sketch.backingArray(), 0, sketch.numWrittenBytes());
    }

    /**
     * Adds those cells of encoded rollups that are wanted to another; sketches of others are not decoded.
     *
     * @throws RollupFormatException when the bytes are no rollup, or of a resolution that does not fit
     */
    public static void addTo(Rollup sum, byte[] bytes, Predicate<RollupKey> isWanted) {
        try (DataInputStream head = new DataInputStream(new ByteArrayInputStream(bytes))) {
            expect("version " + VERSION, head.readUnsignedByte(), version -> version == VERSION);
            int resolution = head.readInt();
            expect(
                    "a resolution that divides " + sum.resolutionSeconds(),
                    resolution,
                    seconds -> seconds > 0 && sum.resolutionSeconds() % seconds == 0);
            int count = head.readInt();
            expect("0 to " + MAX_CELLS + " cells", count, cells -> cells >= 0 && cells <= MAX_CELLS);
            try (DataInputStream body = new DataInputStream(new BufferedInputStream(new InflaterInputStream(head)))) {
                String[] texts = {"", "", ""};
                for (int i = 0; i < count; i++) {
                    readCell(body, texts, sum, isWanted);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new RollupFormatException("cells as they were written", String.valueOf(e.getMessage()));
        }
    }

    public static Rollup decode(byte[] bytes) {
        int resolution = bytes.length < 5 ? 1 : ByteBuffer.wrap(bytes).getInt(1);
        expect("a resolution of 1 s or more", resolution, seconds -> seconds > 0);
        Rollup rollup = new Rollup(resolution);
        addTo(rollup, bytes, key -> true);
        return rollup;
    }

    private static void readCell(DataInputStream in, String[] texts, Rollup sum, Predicate<RollupKey> isWanted)
            throws IOException {
        int same = in.readUnsignedByte();
        for (int i = 0; i < texts.length; i++) {
            if ((same & 1 << i) == 0) {
                texts[i] = new String(readBytes(in), StandardCharsets.UTF_8);
            }
        }
        RollupKey key = new RollupKey(texts[1], texts[0], texts[2], in.readInt(), in.readInt(), in.readLong());
        long spans = in.readLong();
        double weight = in.readDouble();
        double weightSquares = in.readDouble();
        double sumNanos = in.readDouble();
        byte[] sketch = readBytes(in);
        if (isWanted.test(key)) {
            DDSketch durations = DDSketch.decode(ByteArrayInput.wrap(sketch), RollupCell::newStore, RollupCell.MAPPING);
            sum.cell(key).add(new RollupCell(spans, weight, weightSquares, sumNanos, durations));
        }
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        expect("0 to " + MAX_BYTES + " bytes", length, bytes -> bytes >= 0 && bytes <= MAX_BYTES);
        byte[] bytes = in.readNBytes(length);
        expect(length + " bytes", bytes.length, read -> read == length);
        return bytes;
    }

    private static void expect(String expected, int got, Predicate<Integer> isRight) {
        if (!isRight.test(got)) {
            throw new RollupFormatException(expected, Integer.toString(got));
        }
    }
}
