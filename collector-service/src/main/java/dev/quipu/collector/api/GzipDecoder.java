package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The {@code gzip} coding (RFC 1952): one or more members, each verified by its checksum and length. Members are
 *
 * <pre>
 * 1f 8b 08 flags time(4) xfl os | extra? name? comment? crc16? | deflated data | crc32(4) length(4)
 * </pre>
 */
final class GzipDecoder implements ContentDecoder {

    private enum Part {
        FIXED_HEAD,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        HEAD_CRC,
        DATA,
        TRAILER
    }

    private static final int[] MAGIC = {0x1f, 0x8b, 8};
    private static final int FLAGS_AT = 3;
    private static final int FIXED_HEAD_BYTES = 10;
    private static final int HEAD_CRC_FLAG = 2;
    private static final int EXTRA_FLAG = 4;
    private static final int NAME_FLAG = 8;
    private static final int COMMENT_FLAG = 16;
    private static final int RESERVED_FLAGS = 0xe0;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private Part part = Part.FIXED_HEAD;
    private int members;
    private int flags;
    private int at; // bytes of the part that were read
    private int extraBytes;
    private long trailer;

    @Override
    public void decode(byte[] chunk, BodyBytes target) throws RequestRefused {
        int from = 0;
        while (from < chunk.length) {
            if (part == Part.DATA) {
                from = inflate(chunk, from, target);
            } else {
                read(chunk[from++] & 0xff);
            }
        }
    }

    private int inflate(byte[] chunk, int from, BodyBytes target) throws RequestRefused {
        inflater.setInput(chunk, from, chunk.length - from);
        try {
            while (!inflater.finished() && !inflater.needsInput()) {
                int room = target.room();
                int bytes = inflater.inflate(target.buffer(), target.at(), room);
                crc.update(target.buffer(), target.at(), bytes);
                target.wrote(bytes);
            }
        } catch (DataFormatException e) {
            throw unreadable("deflated data", "something else");
        }
        if (inflater.finished()) {
            enter(Part.TRAILER);
        }
        return chunk.length - inflater.getRemaining();
    }

    private void read(int octet) throws RequestRefused {
        switch (part) {
            case FIXED_HEAD -> readFixedHead(octet);
            case EXTRA_LENGTH -> {
                extraBytes |= octet << 8 * at;
                if (++at == 2) {
                    enter(extraBytes > 0 ? Part.EXTRA : after(Part.EXTRA));
                }
            }
            case EXTRA -> {
                if (++at == extraBytes) {
                    enter(after(Part.EXTRA));
                }
            }
            case NAME, COMMENT -> {
                if (octet == 0) {
                    enter(after(part));
                }
            }
            case HEAD_CRC -> {
                if (++at == 2) {
                    enter(Part.DATA);
                }
            }
            case TRAILER -> readTrailer(octet);
            case DATA -> throw new IllegalStateException("data is inflated, not read");
        }
    }

    private void readFixedHead(int octet) throws RequestRefused {
        if (at < MAGIC.length && octet != MAGIC[at]) {
            throw unreadable("a member's head", "0x" + Integer.toHexString(octet) + " as its byte " + at);
        }
        if (at == FLAGS_AT) {
            if ((octet & RESERVED_FLAGS) != 0) {
                throw unreadable("no reserved flags", "0x" + Integer.toHexString(octet));
            }
            flags = octet;
        }
        if (++at == FIXED_HEAD_BYTES) {
            enter(after(Part.FIXED_HEAD));
        }
    }

    private void readTrailer(int octet) throws RequestRefused {
        trailer |= (long) octet << 8 * at;
        if (++at < Long.BYTES) {
            return;
        }
        long expected = crc.getValue() | (inflater.getBytesWritten() & 0xffffffffL) << 32;
        if (trailer != expected) {
            throw unreadable("the checksum and length of what was inflated", "others");
        }
        members++;
        inflater.reset();
        crc.reset();
        extraBytes = 0;
        trailer = 0;
        enter(Part.FIXED_HEAD);
    }

    /** The part that follows, as the flags have it. */
    private Part after(Part read) {
        return switch (read) {
            case FIXED_HEAD -> has(EXTRA_FLAG) ? Part.EXTRA_LENGTH : after(Part.EXTRA);
            case EXTRA_LENGTH, EXTRA -> has(NAME_FLAG) ? Part.NAME : after(Part.NAME);
            case NAME -> has(COMMENT_FLAG) ? Part.COMMENT : after(Part.COMMENT);
            case COMMENT -> has(HEAD_CRC_FLAG) ? Part.HEAD_CRC : Part.DATA;
            case HEAD_CRC, DATA, TRAILER -> Part.DATA;
        };
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private void enter(Part next) {
        part = next;
        at = 0;
    }

    @Override
    public void finish() throws RequestRefused {
        if (members == 0 || part != Part.FIXED_HEAD || at != 0) {
            throw unreadable("the end of a member", "the end of the body");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    private static RequestRefused unreadable(String expected, String got) {
        return new RequestRefused(Answer.unreadable("gzip: expected " + expected + ", got " + got));
    }
}
