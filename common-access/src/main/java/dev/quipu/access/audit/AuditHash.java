package dev.quipu.access.audit;

import java.util.HexFormat;

/**
 * 32 bytes that stand for an entry and all before it.
 *
 * @param hex 64 lower-case digits
 */
public record AuditHash(String hex) {

    static final int BYTES = 32;

    public AuditHash {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("hash: expected 64 lower-case hex digits, got '" + hex + "'");
        }
    }

    public static AuditHash of(byte[] bytes) {
        return new AuditHash(HexFormat.of().formatHex(bytes));
    }

    public byte[] toBytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
