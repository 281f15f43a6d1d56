package dev.quipu.database;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A second copy of the write-ahead log, laid out as PostgreSQL's own {@code pg_receivewal} does.
 *
 * <pre>
 * root/&lt;system identifier&gt;/000000010000000000000005           whole
 *                          000000010000000000000006.partial   being written; as long as a whole one
 *                          00000002.history                   where timeline 2 left its parent
 *                          erasures.jsonl                     as it is in the database directory
 * </pre>
 *
 * <p>The system identifier keeps the logs of two databases apart that use one archive. Not thread-safe.
 */
public final class WalArchive implements Closeable {

    private static final String PARTIAL = ".partial";

    private final Path directory;
    private @Nullable WalSegment current;
    private @Nullable FileChannel channel;

    private WalArchive(Path directory) {
        this.directory = directory;
    }

    /** To be written to. */
    public static WalArchive open(Path root, String systemIdentifier) throws IOException {
        return new WalArchive(DurableFiles.createDirectories(directoryOf(root, systemIdentifier)));
    }

    /** Where the log of a database is, whether or not there is any yet. */
    public static Path directoryOf(Path root, String systemIdentifier) {
        return root.toAbsolutePath().normalize().resolve(systemIdentifier);
    }

    /** Names of files from whole segments, begun ones and histories, in the order of the log. */
    public static List<String> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".history")
                            || WalSegment.NAME.matcher(wholeName(name)).matches())
                    .sorted()
                    .toList();
        }
    }

    /** What the segment of a file is called when it is whole; of other files, their name. */
    public static String wholeName(String file) {
        return file.endsWith(PARTIAL) ? file.substring(0, file.length() - PARTIAL.length()) : file;
    }

    /**
     * The command by which a recovering server fetches a file of the log, in the order in which the directories are
     * named; a begun segment only when none has the whole one.
     *
     * @param archive may hold begun segments
     * @param others hold whole ones, as {@code pg_wal} does
     */
    public static String restoreCommand(Optional<Path> archive, List<Path> others) {
        Stream<String> whole = Stream.concat(archive.stream(), others.stream()).map(from -> fetch(from, ""));
        Stream<String> begun = archive.stream().map(from -> fetch(from, PARTIAL));
        return String.join(" || ", Stream.concat(whole, begun).toList());
    }

    private static String fetch(Path from, String suffix) {
        String file = Shell.quoted(from.toString().replace("%", "%%") + "/") + "\"%f\"" + suffix;
        return "{ test -f " + file + " && cp " + file + " \"%p\"; }";
    }

    /** What keeps the copy of a file of the database directory up to date. */
    MirroredFile mirror(Path file) {
        return new MirroredFile(file, directory.resolve(file.getFileName()));
    }

    /** The segment to go on with: one after the newest whole one of the timeline, which may be begun. */
    Optional<WalSegment> next(int timeline, int segmentBytes) throws IOException {
        String ofTimeline = "%08X".formatted(timeline);
        return files(directory).stream()
                .filter(name -> name.startsWith(ofTimeline) && !name.endsWith(".history"))
                .max(Comparator.naturalOrder())
                .map(name -> {
                    WalSegment newest = WalSegment.ofName(wholeName(name), segmentBytes);
                    return name.endsWith(PARTIAL) ? newest : newest.next();
                });
    }

    void keepHistory(String name, byte[] content) throws IOException {
        DurableFiles.replace(directory.resolve(name), content);
    }

    /**
     * Adds bytes of the log. What comes first begins a segment, and the rest follows without a gap.
     *
     * @throws IOException when there is a gap, or they cannot be written
     */
    void write(WalSegment first, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            WalSegment segment = WalSegment.at(first.timeline(), at, first.bytes());
            FileChannel file = segment.equals(current) && channel != null ? channel : begin(segment, at);
            int length = (int) Math.min(bytes.remaining(), segment.end() - at);
            ByteBuffer part = bytes.slice(bytes.position(), length);
            long offset = at - segment.begin();
            while (part.hasRemaining()) {
                offset += file.write(part, offset);
            }
            bytes.position(bytes.position() + length);
            at += length;
            if (at == segment.end()) {
                finish(segment);
            }
        }
    }

    /** A begun file is written over with the same bytes: what was in it stays there whatever happens meanwhile. */
    private FileChannel begin(WalSegment segment, long at) throws IOException {
        if (at != segment.begin()) {
            throw new IOException("WAL archive: expected the first byte of a segment, got " + WalSegment.text(at));
        }
        close();
        Path file = directory.resolve(segment.name() + PARTIAL);
        FileChannel opened = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), DurableFiles.ownersFile());
        current = segment;
        channel = opened;
        if (opened.size() < segment.bytes()) {
            opened.write(ByteBuffer.wrap(new byte[1]), segment.bytes() - 1L);
        }
        opened.force(true);
        DurableFiles.syncDirectoryOf(file);
        return opened;
    }

    private void finish(WalSegment segment) throws IOException {
        close();
        Path whole = directory.resolve(segment.name());
        Files.move(directory.resolve(segment.name() + PARTIAL), whole, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.syncDirectoryOf(whole);
    }

    /** Returns when everything written is on the disk. */
    void sync() throws IOException {
        if (channel != null) {
            channel.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.force(true);
            channel.close();
        }
        channel = null;
        current = null;
    }
}
