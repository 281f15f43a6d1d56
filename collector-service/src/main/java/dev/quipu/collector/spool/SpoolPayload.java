package dev.quipu.collector.spool;

import dev.quipu.access.encryption.DataKey;
import dev.quipu.access.encryption.SealedBytes;
import dev.quipu.access.encryption.SealedRange;
import dev.quipu.access.encryption.UnsealException;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentParcel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A parcel as it lies in a spool file: as {@link SegmentParcel#toBytes} writes it, or sealed. Big-endian:
 *
 * <pre>
 * generation  int
 * stubBytes   int
 * stub        the parcel without its frame: id, tenant, signal, count and time stay readable
 * sealed      the frame, with the stub as context, so that it opens behind no other one
 * </pre>
 *
 * @param generation of the tenant's key that sealed it; 0 when none did
 * @param bytes shared, never changed
 */
record SpoolPayload(SegmentParcel.Label label, int generation, byte[] bytes) {

    /** Bytes before the label of a sealed one. */
    static final int SEALED_HEAD_BYTES = 2 * Integer.BYTES;

    private static final int STUB_BYTES_AT = Integer.BYTES;

    static SpoolPayload of(SegmentParcel parcel, Optional<DataKey> key) {
        return key.map(by -> sealed(parcel, by)).orElseGet(() -> new SpoolPayload(parcel.label(), 0, parcel.toBytes()));
    }

    private static SpoolPayload sealed(SegmentParcel parcel, DataKey key) {
        byte[] stub = stub(parcel);
        byte[] sealed = SealedBytes.seal(parcel.framed(), key, stub);
        ByteBuffer bytes = ByteBuffer.allocate(SEALED_HEAD_BYTES + stub.length + sealed.length);
        bytes.putInt(key.generation()).putInt(stub.length).put(stub).put(sealed);
        return new SpoolPayload(parcel.label(), key.generation(), bytes.array());
    }

    private static byte[] stub(SegmentParcel parcel) {
        return new SegmentParcel(
                        parcel.id(),
                        parcel.tenant(),
                        parcel.signal(),
                        parcel.collectedAtUnixNano(),
                        parcel.owners(),
                        new byte[0])
                .toBytes();
    }

    /** How many bytes a parcel will have. */
    static long bytesOf(SegmentParcel parcel, boolean sealing) {
        int frame = parcel.framed().length;
        return stub(parcel).length + (sealing ? SEALED_HEAD_BYTES + SealedRange.objectBytes(frame) : frame);
    }

    /** Under which generation of its tenant's key one is sealed that begins there. */
    static int generation(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    /**
     * The parcel of a sealed one.
     *
     * @throws UnsealException when it is damaged or was sealed under another key
     * @throws SegmentFormatException when it is no sealed payload
     */
    static SegmentParcel open(byte[] bytes, DataKey key) {
        byte[] stub = stub(bytes);
        byte[] sealed = Arrays.copyOfRange(bytes, SEALED_HEAD_BYTES + stub.length, bytes.length);
        return withFrame(stub, SealedBytes.open(sealed, key, stub));
    }

    /**
     * What can be told of a sealed one that cannot be opened: whose it is, with its frame as it lies there.
     *
     * @throws SegmentFormatException when not even that can be read
     */
    static SegmentParcel unopened(byte[] bytes) {
        byte[] stub = stub(bytes);
        return withFrame(stub, Arrays.copyOfRange(bytes, SEALED_HEAD_BYTES + stub.length, bytes.length));
    }

    private static byte[] stub(byte[] bytes) {
        int stubBytes =
                bytes.length < SEALED_HEAD_BYTES ? -1 : ByteBuffer.wrap(bytes).getInt(STUB_BYTES_AT);
        if (stubBytes < 0 || stubBytes > bytes.length - SEALED_HEAD_BYTES) {
            throw new SegmentFormatException(
                    "sealed parcel", "a stub within " + bytes.length + " bytes", Integer.toString(stubBytes));
        }
        return Arrays.copyOfRange(bytes, SEALED_HEAD_BYTES, SEALED_HEAD_BYTES + stubBytes);
    }

    private static SegmentParcel withFrame(byte[] stub, byte[] frame) {
        SegmentParcel parcel = SegmentParcel.parse(stub);
        return new SegmentParcel(
                parcel.id(), parcel.tenant(), parcel.signal(), parcel.collectedAtUnixNano(), parcel.owners(), frame);
    }
}
