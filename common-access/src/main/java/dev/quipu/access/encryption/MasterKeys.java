package dev.quipu.access.encryption;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The master key that wraps data keys, and others that open what they wrapped: the one before it, until all is wrapped
 * anew, and the next one, while processes are told of it one after the other. Any thread.
 */
public final class MasterKeys {

    private static final String SETTING = "quipu.encryption.master-key-file";
    private static final String SETTING_OF_OTHERS = "quipu.encryption.other-master-key-files";

    private final MasterKey master;
    private final Map<String, MasterKey> byId = new LinkedHashMap<>();

    /** @param others may hold the master key itself */
    public MasterKeys(MasterKey master, List<MasterKey> others) {
        this.master = master;
        byId.put(master.id(), master);
        others.forEach(other -> byId.put(other.id(), other));
    }

    /**
     * Those that are configured, if any are.
     *
     * @throws IllegalArgumentException when one is named and cannot be read, or there are others beside none; the message
     *     says so without the content of a file
     */
    public static Optional<MasterKeys> of(EncryptionConfig config) {
        List<Path> others = config.otherMasterKeyFiles().orElse(List.of());
        if (config.masterKeyFile().isEmpty() && !others.isEmpty()) {
            throw new IllegalArgumentException(
                    SETTING_OF_OTHERS + ": expected " + SETTING + " beside it, got none, and " + others);
        }
        return config.masterKeyFile()
                .map(file -> new MasterKeys(
                        read(SETTING, file),
                        others.stream()
                                .map(other -> read(SETTING_OF_OTHERS, other))
                                .toList()));
    }

    private static MasterKey read(String setting, Path file) {
        try {
            return MasterKey.read(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
        }
    }

    /** The data key as it may lie on a disk, under the master key. */
    public byte[] wrap(DataKey dataKey) {
        return master.wrap(dataKey);
    }

    /**
     * @throws UnsealException when it is damaged, another tenant's or generation's, or was wrapped by a master key that is
     *     none of these
     */
    public DataKey unwrap(byte[] wrapped, String tenant, int generation) {
        String what = MasterKey.nameOf(tenant, generation);
        String by = MasterKey.idOf(wrapped, what);
        MasterKey found = byId.get(by);
        if (found == null) {
            throw new UnsealException(what, "the master key " + by + " that wrapped it", "the " + this);
        }
        return found.unwrap(wrapped, tenant, generation);
    }

    /**
     * The same data key under the master key.
     *
     * @return empty when it lies under it already
     * @throws UnsealException as {@link #unwrap} does
     */
    public Optional<byte[]> rewrap(byte[] wrapped, String tenant, int generation) {
        DataKey opened = unwrap(wrapped, tenant, generation);
        boolean isUnderMaster =
                MasterKey.idOf(wrapped, MasterKey.nameOf(tenant, generation)).equals(master.id());
        return isUnderMaster ? Optional.empty() : Optional.of(wrap(opened));
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return byId.size() == 1
                ? master.toString()
                : byId.values().stream().map(MasterKey::id).collect(Collectors.joining(", ", "master keys ", ""));
    }
}
