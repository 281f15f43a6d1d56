package dev.quipu.access;

/** How a service tells who asks. */
public enum Authentication {
    /** Nobody is asked, and everybody may do everything: for a machine of one's own. */
    NONE,
    /** By API keys, and by the key that the services share. */
    KEYS
}
