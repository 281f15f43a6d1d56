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
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A rollup as bytes: its kind, resolution and number of cells, then deflated, cell by cell in the order of the keys, key
 * and figures and the length of the sketch and the sketch. A text that is the same as in the cell before is left out.
 * The same rollup gives the same bytes.
 */
public final class RollupCodec {

    /** Of a body that is one rollup. */
    public static final String MEDIA_TYPE = "application/vnd.quipu.rollup";

    /** Of an answer with a rollup: everything acknowledged before this time, in RFC 3339, is counted. */
    public static final String WATERMARK_HEADER = "Quipu-Watermark";

    /** Of an answer with a rollup: start of the time that it counts, in RFC 3339, at a whole step. */
    public static final String FROM_HEADER = "Quipu-From";

    /** Of an answer with a rollup: end of that time. */
    public static final String TO_HEADER = "Quipu-To";

    /** Of an answer with a rollup: how many stored spans are not counted yet. */
    public static final String PENDING_HEADER = "Quipu-Pending-Records";

    private static final int MAX_CELLS = 1_000_000;
    private static final int MAX_BYTES = 1 << 20;

    private RollupCodec() {}

    public static <K extends RollupKey<K>> byte[] encode(Rollup<K> rollup) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream head = new DataOutputStream(bytes)) {
            head.writeByte(rollup.kind().code());
            head.writeInt(rollup.resolutionSeconds());
            head.writeInt(rollup.size());
            writeCells(rollup, head);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <K extends RollupKey<K>> void writeCells(Rollup<K> rollup, OutputStream to) throws IOException {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream body =
                new DataOutputStream(new BufferedOutputStream(new DeflaterOutputStream(to, deflater)))) {
            String[] before = emptyTexts(rollup.kind());
            for (var entry : rollup.byKey().entrySet()) {
                write(body, rollup.kind(), entry.getKey(), before);
                write(body, entry.getValue());
            }
        } finally {
            deflater.end();
        }
    }

    private static String[] emptyTexts(RollupKind<?> kind) {
        String[] texts = new String[kind.textCount()];
        Arrays.fill(texts, "");
        return texts;
    }

    private static <K extends RollupKey<K>> void write(DataOutputStream out, RollupKind<K> kind, K key, String[] before)
            throws IOException {
        String[] texts = kind.texts(key);
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
        for (int number : kind.numbers(key)) {
            out.writeInt(number);
        }
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
     * @throws RollupFormatException when the bytes are no rollup, or of a kind or resolution that does not fit
     */
    public static <K extends RollupKey<K>> void addTo(Rollup<K> sum, byte[] bytes, Predicate<K> isWanted) {
        addTo(sum, bytes, isWanted, UnaryOperator.identity());
    }

    /** The same, under other keys. */
    public static <K extends RollupKey<K>> void addTo(
            Rollup<K> sum, byte[] bytes, Predicate<K> isWanted, UnaryOperator<K> rename) {
        try (DataInputStream head = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int code = sum.kind().code();
            expect("kind " + code, head.readUnsignedByte(), kind -> kind == code);
            int resolution = head.readInt();
            expect("a resolution that divides " + sum.resolutionSeconds(), resolution, sum::holdsStepsOf);
            int count = head.readInt();
            expect("0 to " + MAX_CELLS + " cells", count, cells -> cells >= 0 && cells <= MAX_CELLS);
            try (DataInputStream body = new DataInputStream(new BufferedInputStream(new InflaterInputStream(head)))) {
                String[] texts = emptyTexts(sum.kind());
                for (int i = 0; i < count; i++) {
                    readCell(body, texts, sum, isWanted, rename);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new RollupFormatException("cells as they were written", String.valueOf(e.getMessage()));
        }
    }

    /** What the bytes say that they are. @throws RollupFormatException when they are none */
    public static RollupKind<?> kindOf(byte[] bytes) {
        return RollupKind.ofCode(bytes.length == 0 ? 0 : bytes[0]);
    }

    public static <K extends RollupKey<K>> Rollup<K> decode(RollupKind<K> kind, byte[] bytes) {
        int resolution = bytes.length < 5 ? 1 : ByteBuffer.wrap(bytes).getInt(1);
        expect("a resolution of 1 s or more", resolution, seconds -> seconds > 0);
        Rollup<K> rollup = new Rollup<>(kind, resolution);
        addTo(rollup, bytes, key -> true);
        return rollup;
    }

    private static <K extends RollupKey<K>> void readCell(
            DataInputStream in, String[] texts, Rollup<K> sum, Predicate<K> isWanted, UnaryOperator<K> rename)
            throws IOException {
        int same = in.readUnsignedByte();
        for (int i = 0; i < texts.length; i++) {
            if ((same & 1 << i) == 0) {
                texts[i] = new String(readBytes(in), StandardCharsets.UTF_8);
            }
        }
        int[] numbers = new int[sum.kind().numberCount()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readInt();
        }
        K key = sum.kind().key(texts, numbers, in.readLong());
        long spans = in.readLong();
        double weight = in.readDouble();
        double weightSquares = in.readDouble();
        double sumNanos = in.readDouble();
        byte[] sketch = readBytes(in);
        if (isWanted.test(key)) {
            DDSketch durations = DDSketch.decode(ByteArrayInput.wrap(sketch), RollupCell::newStore, RollupCell.MAPPING);
            sum.cell(rename.apply(key)).add(new RollupCell(spans, weight, weightSquares, sumNanos, durations));
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
