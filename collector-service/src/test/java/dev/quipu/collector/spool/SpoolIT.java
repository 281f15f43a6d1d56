package dev.quipu.collector.spool;

import static dev.quipu.collector.intake.SegmentSinkContract.request;
import static dev.quipu.collector.intake.SegmentSinkContract.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.access.encryption.MasterKeys;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The laws of {@link Spool}, on a real disk. */
class SpoolIT {

    private static final long LARGE = 1L << 30;

    @TempDir
    Path directory;

    private final AtomicInteger failingForces = new AtomicInteger();
    private Spool spool;

    private void open(long maxBytes, long maxFileBytes) throws IOException {
        spool = Spool.open(directory, new Spool.Bounds(maxBytes, maxFileBytes), this::force, master());
    }

    /** Under which the spool is sealed; under none when empty. */
    Optional<MasterKeys> master() throws IOException {
        return Optional.empty();
    }

    private void force(FileChannel channel) throws IOException {
        channel.force(false);
        if (failingForces.get() > 0) {
            failingForces.decrementAndGet();
            throw new IOException("Input/output error");
        }
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    private static void await(Future<Void> append) throws Exception {
        append.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private List<SegmentParcel> append(int count) throws Exception {
        List<SegmentParcel> parcels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parcels.add(segment(request()));
            await(spool.append(parcels.get(i)));
        }
        return parcels;
    }

    private List<SegmentId> takeAll() throws IOException {
        List<SegmentId> ids = new ArrayList<>();
        for (Optional<SpoolEntry> entry = spool.take(); entry.isPresent(); entry = spool.take()) {
            ids.add(entry.get().label().id());
        }
        return ids;
    }

    private static List<SegmentId> ids(List<SegmentParcel> parcels) {
        return parcels.stream().map(SegmentParcel::id).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(path -> path.toString().endsWith(SpoolFile.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private long held() {
        return spool.files().sums().stream().mapToLong(Holding::segments).sum();
    }

    @Test
    void givesOutTheOldestFirstAndWhatItGivesIsWhatItGot() throws Exception {
        open(LARGE, LARGE);
        List<SegmentParcel> parcels = append(5);
        for (SegmentParcel parcel : parcels) {
            SegmentParcel read = spool.read(spool.take().orElseThrow());
            assertThat(read.toBytes()).isEqualTo(parcel.toBytes());
        }
        assertThat(spool.take()).isEmpty();
    }

    @Test
    void law1KeepsWhatWasAppendedThroughARestart() throws Exception {
        open(LARGE, 2000);
        List<SegmentParcel> parcels = append(20);
        assertThat(files()).hasSizeGreaterThan(5);
        spool.close();

        open(LARGE, 2000);
        assertThat(held()).isEqualTo(20);
        assertThat(spool.files().sums().get(0).records())
                .isEqualTo(parcels.stream().mapToLong(SegmentParcel::records).sum());
        assertThat(takeAll()).isEqualTo(ids(parcels));
    }

    @Test
    void law2DoesNotGiveOutAgainWhatWasDelivered() throws Exception {
        open(LARGE, LARGE);
        List<SegmentParcel> parcels = append(6);
        SpoolEntry first = spool.take().orElseThrow();
        SpoolEntry second = spool.take().orElseThrow();
        spool.delivered(second);
        spool.giveBack(first);
        assertThat(spool.take()).contains(first);
        spool.close();

        open(LARGE, LARGE);
        List<SegmentId> left = new ArrayList<>(ids(parcels));
        left.remove(1);
        assertThat(takeAll()).isEqualTo(left);
    }

    @Test
    void deletesAFileOnceStorageHasAllOfIt() throws Exception {
        open(LARGE, 2000);
        append(20);
        for (Optional<SpoolEntry> entry = spool.take(); entry.isPresent(); entry = spool.take()) {
            spool.delivered(entry.get());
        }
        assertThat(held()).isZero();
        Awaitility.await().untilAsserted(() -> assertThat(files()).isEmpty());
        append(1);
        assertThat(takeAll()).hasSize(1);
    }

    @Test
    void law3WritesToAnotherFileWhatAFailedOneHeld() throws Exception {
        open(LARGE, LARGE);
        List<SegmentParcel> parcels = new ArrayList<>(append(3));
        Path failed = files().get(0);
        failingForces.set(1);
        parcels.addAll(append(2));
        assertThat(files()).doesNotContain(failed).hasSize(1);
        assertThat(takeAll()).containsExactlyInAnyOrderElementsOf(ids(parcels));
        spool.close();

        open(LARGE, LARGE);
        assertThat(takeAll()).containsExactlyInAnyOrderElementsOf(ids(parcels));
    }

    @Test
    void law3RefusesWhenTheSecondFileFailsToo() throws Exception {
        open(LARGE, LARGE);
        List<SegmentParcel> kept = append(3);
        failingForces.set(1000);
        SegmentParcel refused = segment(request());
        assertThatThrownBy(() -> await(spool.append(refused)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SpoolRefused.class);
        assertThat(spool.hasRoom()).isFalse();
        failingForces.set(0);
        Awaitility.await().until(() -> spool.hasRoom());
        List<SegmentParcel> later = append(1);
        List<SegmentId> all = new ArrayList<>(ids(kept));
        all.addAll(ids(later));
        assertThat(takeAll()).containsAll(all);
    }

    @Test
    void law4DamageCostsTheRecordsThatItStrikesAlone() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 40; round++) {
            open(LARGE, LARGE);
            List<SegmentParcel> parcels = append(8);
            spool.close();
            Path file = files().get(0);
            long[] begins = begins(parcels);
            int struck = random.nextInt(8);
            long at = begins[struck] + random.nextInt((int) (begins[struck + 1] - begins[struck]));
            boolean isState = at == begins[struck] + SpoolFrame.STATE_AT;
            flip(file, at);

            open(LARGE, LARGE);
            List<SegmentId> read = new ArrayList<>();
            int damaged = 0;
            for (Optional<SpoolEntry> entry = spool.take(); entry.isPresent(); entry = spool.take()) {
                try {
                    read.add(spool.read(entry.get()).id());
                    spool.delivered(entry.get());
                } catch (SegmentFormatException e) {
                    damaged++;
                    spool.strike(entry.get());
                }
            }
            List<SegmentId> expected = new ArrayList<>(ids(parcels));
            if (!isState) {
                expected.remove(struck);
                assertThat(spool.files().damaged()).as("place %d", at).isEqualTo(1);
            }
            assertThat(read).as("place %d", at).isEqualTo(expected);
            assertThat(damaged).isLessThanOrEqualTo(1);
            spool.close();
            clear();
        }
        open(LARGE, LARGE);
    }

    private long[] begins(List<SegmentParcel> parcels) throws IOException {
        long[] begins = new long[parcels.size() + 1];
        for (int i = 0; i < parcels.size(); i++) {
            begins[i + 1] = begins[i] + SpoolFrame.BYTES + SpoolPayload.bytesOf(parcels.get(i), master().isPresent());
        }
        return begins;
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int value = bytes.read();
            bytes.seek(at);
            bytes.write(value ^ 0x40);
        }
    }

    private void clear() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path path : entries.toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void takesATornEndForWhatWasNeverAcknowledged() throws Exception {
        Random random = new Random(4);
        for (int round = 0; round < 20; round++) {
            open(LARGE, LARGE);
            List<SegmentParcel> parcels = append(4);
            spool.close();
            long[] begins = begins(parcels);
            try (RandomAccessFile bytes = new RandomAccessFile(files().get(0).toFile(), "rw")) {
                bytes.setLength(begins[3] + 1 + random.nextInt((int) (begins[4] - begins[3] - 1)));
            }

            open(LARGE, LARGE);
            assertThat(held()).isEqualTo(3);
            assertThat(spool.files().damaged()).isZero();
            assertThat(takeAll()).isEqualTo(ids(parcels.subList(0, 3)));
            spool.close();
            clear();
        }
        open(LARGE, LARGE);
    }

    @Test
    void law5RefusesWhatDoesNotFitAndTakesItOnceThereIsRoom() throws Exception {
        open(3000, 1000);
        List<SegmentParcel> kept = new ArrayList<>();
        while (true) {
            SegmentParcel parcel = segment(request());
            Future<Void> append = spool.append(parcel);
            try {
                await(append);
                kept.add(parcel);
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(SpoolRefused.class).hasMessageContaining("full");
                break;
            }
        }
        assertThat(kept).hasSizeGreaterThan(1);
        assertThat(spool.files().bytes()).isLessThanOrEqualTo(3000);
        for (SegmentParcel parcel : kept) {
            SpoolEntry entry = spool.take().orElseThrow();
            assertThat(entry.label().id()).isEqualTo(parcel.id());
            spool.delivered(entry);
        }
        Awaitility.await().until(() -> spool.files().bytes() == 0);
        append(1);
    }

    @Test
    void isOfOneProcessAlone() throws Exception {
        open(LARGE, LARGE);
        assertThatThrownBy(() -> Spool.open(directory, new Spool.Bounds(LARGE, LARGE), this::force, master()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a spool that is not open");
    }

    @Test
    void namesItsOwnerTheSameForEver() throws Exception {
        open(LARGE, LARGE);
        String owner = spool.owner();
        spool.close();
        open(LARGE, LARGE);
        assertThat(spool.owner()).isEqualTo(owner).hasSize(36);
    }
}
