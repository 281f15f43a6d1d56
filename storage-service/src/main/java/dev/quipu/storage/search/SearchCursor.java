package dev.quipu.storage.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Where a page ended, and the time range of the whole search, so that a range which was given relative to now does not
 * move between pages. As text it means nothing to the client; it carries a checksum of its query, so that it is not
 * mistaken for a position in another.
 *
 * <pre>
 * text := base64url(int checksum, long from, long to, long rank, 24 bytes identity, 16 bytes segment id, int row group, int row)
 * </pre>
 */
record SearchCursor(Position position, TimeRange range) {

    private static final int BYTES = 4 + 8 + 8 + 8 + 16 + 8 + 16 + 4 + 4;

    /** @param kind what is paged: a page of traces is not continued as one of spans */
    String text(String kind, RowQuery<?> query) {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putInt(checksum(kind, query))
                .putLong(range.fromUnixNano())
                .putLong(range.toUnixNano())
                .putLong(position.rank())
                .putLong(position.identity().first())
                .putLong(position.identity().second())
                .putLong(position.identity().third())
                .putLong(position.segmentId().getMostSignificantBits())
                .putLong(position.segmentId().getLeastSignificantBits())
                .putInt(position.rowGroup())
                .putInt(position.row())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * @throws IllegalArgumentException when the text is not a cursor of this query
     */
    static SearchCursor read(String kind, RowQuery<?> query, String text) {
        ByteBuffer in = ByteBuffer.wrap(decode(text));
        if (in.remaining() != BYTES) {
            throw malformed(text);
        }
        if (in.getInt() != checksum(kind, query)) {
            throw new IllegalArgumentException("cursor: expected one of this very query and order, got another's");
        }
        TimeRange range = new TimeRange(in.getLong(), in.getLong());
        Position position = new Position(
                in.getLong(),
                new Position.Identity(in.getLong(), in.getLong(), in.getLong()),
                new UUID(in.getLong(), in.getLong()),
                in.getInt(),
                in.getInt());
        return new SearchCursor(position, range);
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed(text);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("cursor: expected what nextCursor said, got '" + text + "'");
    }

    private static int checksum(String kind, RowQuery<?> query) {
        CRC32C crc = new CRC32C();
        String identity = kind + '\n' + query.tenant() + '\n' + query.order().name() + '\n' + query.filter();
        crc.update(identity.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
