package dev.quipu.storage.encryption;

import dev.quipu.access.encryption.UnsealException;

/** This process lacks what others have sealed by, as while one after the other is given it: another time, another answers. */
public final class NoMasterKey extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    NoMasterKey(String expected) {
        super(expected);
    }

    NoMasterKey(String expected, UnsealException cause) {
        super(expected, cause);
    }
}
