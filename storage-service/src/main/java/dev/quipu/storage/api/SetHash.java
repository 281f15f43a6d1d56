package dev.quipu.storage.api;

import java.util.HexFormat;

/** Set-hashes as text: 16 hex digits, since JavaScript's numbers cannot hold 64 bits. */
final class SetHash {

    private SetHash() {}

    static String hex(long setHash) {
        return HexFormat.of().toHexDigits(setHash);
    }
}
