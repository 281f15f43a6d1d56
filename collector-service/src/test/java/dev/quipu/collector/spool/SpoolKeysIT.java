package dev.quipu.collector.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.quipu.access.encryption.MasterKeys;
import dev.quipu.collector.Otlp;
import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.model.segment.SegmentReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The laws of {@link SpoolKeys}, and what becomes of a sealed spool, on a real disk. */
class SpoolKeysIT {

    private static final String CANARY = "canary-8d1f";
    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofHours(1));

    @TempDir
    Path temporary;

    private final AtomicInteger failingForces = new AtomicInteger();
    private final AtomicInteger sequence = new AtomicInteger();
    private Path directory;
    private Spool spool;

    @BeforeEach
    void begin() throws IOException {
        directory = temporary.resolve("spool");
        open(Optional.of(TestMasterKeys.first(temporary)));
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    private void open(Optional<MasterKeys> master) throws IOException {
        spool = Spool.open(directory, new Spool.Bounds(1 << 30, 1 << 20), this::force, master);
    }

    private void reopen(Optional<MasterKeys> master) throws IOException {
        spool.close();
        open(master);
    }

    private void force(FileChannel channel) throws IOException {
        if (failingForces.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IOException("Input/output error");
        }
        channel.force(false);
    }

    private SegmentParcel append(String tenant, Instant collectedAt) throws Exception {
        byte[] body = Otlp.of(List.of(
                        Otlp.span().addAttributes(Otlp.text("user.id", CANARY)).build(),
                        Otlp.span().addAttributes(Otlp.text("user.id", "u-1")).build()))
                .toByteArray();
        RecordRequest request =
                new RecordRequest(RequestKey.ofBody(tenant, Signal.TRACES, body, body.length), body, body.length);
        long now = TimeUnit.MILLISECONDS.toNanos(collectedAt.toEpochMilli());
        SegmentParcel parcel = RecordBatch.read(Signal.TRACES, List.of(request), IntakeLimits.DEFAULT)
                .partitions(1, now)
                .get(0)
                .encode(new SegmentId(7, sequence.incrementAndGet()), tenant, now, Set.of());
        spool.append(parcel).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        return parcel;
    }

    private List<SpoolEntry> entries() throws IOException {
        List<SpoolEntry> entries = new ArrayList<>();
        for (SpoolFile file : spool.files().list()) {
            SpoolCursor cursor = new SpoolCursor(file);
            for (Optional<SpoolEntry> entry = cursor.next(); entry.isPresent(); entry = cursor.next()) {
                entries.add(entry.get());
            }
        }
        return entries;
    }

    private List<SegmentParcel> parcels() throws IOException {
        List<SegmentParcel> parcels = new ArrayList<>();
        for (SpoolEntry entry : entries()) {
            parcels.add(spool.read(entry));
        }
        return parcels;
    }

    /** Files of the directory in which the text stands. */
    private List<Path> holding(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static KeyDestruction destruction(String tenant) {
        return new KeyDestruction(tenant, Instant.now());
    }

    @Test
    void nothingThatIsSpooledIsReadableInItsDirectory() throws Exception {
        SegmentParcel parcel = append("shop", LONG_AGO);
        assertThat(holding(CANARY)).isEmpty();
        assertThat(new String(parcel.toBytes(), StandardCharsets.ISO_8859_1)).contains(CANARY);
        assertThat(parcels().get(0).toBytes()).isEqualTo(parcel.toBytes());

        reopen(Optional.of(TestMasterKeys.first(temporary)));
        assertThat(parcels().get(0).toBytes()).isEqualTo(parcel.toBytes());
    }

    @Test
    void aTraceIsFoundInWhatIsSealed() throws Exception {
        SegmentParcel parcel = append("shop", LONG_AGO);
        Segment segment = Segment.parse(parcel.framed());
        TraceId id = SegmentReader.of(segment).rowGroup(0).spans(0, 1).get(0).traceId();
        assertThat(new SpooledTraces(spool).find("shop", id))
                .extracting(Spooling.FoundSegment::id)
                .containsExactly(parcel.id());
        assertThat(new SpooledTraces(spool).find("other", id)).isEmpty();
    }

    @Test
    void law1KeepsAKeyBeforeItIsUsedAndUsesItFromThenOn() throws Exception {
        append("shop", LONG_AGO);
        append("shop", LONG_AGO);
        append("other", LONG_AGO);
        reopen(Optional.of(TestMasterKeys.first(temporary)));
        append("shop", LONG_AGO);
        assertThat(entries()).extracting(SpoolEntry::generation).containsOnly(1);
        SpoolKeys kept = new SpoolKeys(directory, Optional.of(TestMasterKeys.first(temporary)));
        assertThat(kept.of("shop", 1).tenant()).isEqualTo("shop");
        assertThat(kept.of("other", 1).tenant()).isEqualTo("other");
        assertThatThrownBy(() -> kept.of("shop", 2)).hasMessageContaining("key generation 2 of tenant shop, got none");
    }

    @Test
    void readsWhatWasSpooledBeforeItWasSealed() throws Exception {
        reopen(Optional.empty());
        SegmentParcel plain = append("shop", LONG_AGO);
        reopen(Optional.of(TestMasterKeys.first(temporary)));
        SegmentParcel sealed = append("shop", LONG_AGO);
        assertThat(parcels()).extracting(SegmentParcel::id).containsExactlyInAnyOrder(plain.id(), sealed.id());
        assertThat(entries()).extracting(SpoolEntry::generation).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void law3DoesNotStartWithoutTheMasterKeyWhileSealedSegmentsWait() throws Exception {
        append("shop", LONG_AGO);
        spool.close();
        assertThatThrownBy(() -> open(Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(".spool holds sealed segments of tenant shop")
                .hasMessageContaining("quipu.encryption.master-key-file");
        assertThatThrownBy(() -> open(Optional.of(TestMasterKeys.second(temporary))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected the " + TestMasterKeys.first(temporary))
                .hasMessageContaining("got the " + TestMasterKeys.second(temporary));
        Path keys = directory.resolve(SpoolKeys.FILE);
        Path aside = Files.move(keys, temporary.resolve("keys"));
        assertThatThrownBy(() -> open(Optional.of(TestMasterKeys.first(temporary))))
                .hasMessageContaining(keys + ": expected key generation 1 of tenant shop, got none");
        Files.move(aside, keys);
        open(Optional.of(TestMasterKeys.first(temporary)));
        assertThat(parcels()).hasSize(1);
    }

    @Test
    void startsWithAnotherMasterKeyOnceAllIsDelivered() throws Exception {
        append("shop", LONG_AGO);
        append("shop", LONG_AGO);
        spool.delivered(spool.take().orElseThrow());
        spool.delivered(spool.take().orElseThrow());
        reopen(Optional.of(TestMasterKeys.second(temporary)));
        SegmentParcel parcel = append("shop", LONG_AGO);
        assertThat(entries()).extracting(SpoolEntry::generation).containsExactly(2);
        assertThat(parcels().get(0).toBytes()).isEqualTo(parcel.toBytes());
        reopen(Optional.of(TestMasterKeys.second(temporary)));
        assertThat(parcels()).hasSize(1);
    }

    @Test
    void wrapsItsKeysByTheNextMasterKeyWhileSealedSegmentsWait() throws Exception {
        SegmentParcel before = append("shop", LONG_AGO);
        append("other", LONG_AGO);
        reopen(Optional.of(TestMasterKeys.secondAfterFirst(temporary)));
        append("shop", LONG_AGO);
        assertThat(entries()).extracting(SpoolEntry::generation).containsOnly(1);

        reopen(Optional.of(TestMasterKeys.second(temporary)));
        append("shop", LONG_AGO);
        assertThat(entries()).hasSize(4).extracting(SpoolEntry::generation).containsOnly(1);
        assertThat(parcels()).hasSize(4).extracting(SegmentParcel::toBytes).contains(before.toBytes());
        spool.close();
        assertThatThrownBy(() -> open(Optional.of(TestMasterKeys.first(temporary))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected the " + TestMasterKeys.second(temporary));
        open(Optional.of(TestMasterKeys.second(temporary)));
    }

    @Test
    void aNextMasterKeyForgetsNoDestruction() throws Exception {
        append("shop", LONG_AGO);
        KeyDestruction destruction = destruction("shop");
        new SpoolErasures(spool).destroyKeys(List.of(destruction));
        append("other", LONG_AGO);
        reopen(Optional.of(TestMasterKeys.secondAfterFirst(temporary)));
        reopen(Optional.of(TestMasterKeys.second(temporary)));
        assertThat(place().keys().isDone(destruction)).isTrue();
        assertThat(parcels()).extracting(SegmentParcel::tenant).contains("other");
    }

    @Test
    void damageOfWhatSealedASegmentCostsThatSegmentAlone() throws Exception {
        append("shop", LONG_AGO);
        SegmentParcel whole = append("shop", LONG_AGO);
        SpoolEntry damaged = entries().get(0);
        spool.close();
        try (RandomAccessFile bytes = new RandomAccessFile(damaged.file().path().toFile(), "rw")) {
            bytes.seek(damaged.at() + SpoolFrame.BYTES);
            bytes.writeInt(77); // the generation
        }
        open(Optional.of(TestMasterKeys.first(temporary)));
        List<SpoolEntry> entries = entries();
        assertThatThrownBy(() -> spool.read(entries.get(0))).hasMessageContaining("CRC-32C");
        assertThat(entries.get(0).file().remains(entries.get(0)).tenant()).isEqualTo("shop");
        assertThat(spool.read(entries.get(1)).toBytes()).isEqualTo(whole.toBytes());
    }

    @Test
    void whatIsErasedIsSealedAnew() throws Exception {
        append("shop", LONG_AGO);
        SpoolErasures erasures = new SpoolErasures(spool);
        Erasure erasure = new Erasure(1, "shop", LONG_AGO.plusSeconds(60), new OfAttribute("user.id", CANARY));
        assertThat(erasures.erase(List.of(erasure))).isTrue();
        assertThat(parcels()).extracting(SegmentParcel::records).containsExactly(1);
        assertThat(SpoolRewrite.erasedIn(parcels().get(0))).isEqualTo(1);
        assertThat(holding("u-1")).isEmpty();
        reopen(Optional.of(TestMasterKeys.first(temporary)));
        assertThat(parcels()).extracting(SegmentParcel::records).containsExactly(1);
    }

    @Test
    void law2LetsGoWhatLiesUnderADestroyedKeyAndTellsTheLedger() throws Exception {
        SegmentParcel gone = append("shop", LONG_AGO);
        SegmentParcel others = append("other", LONG_AGO);
        SegmentParcel later = append("shop", Instant.now().plusSeconds(60));
        SpoolErasures erasures = new SpoolErasures(spool);
        byte[] keysBefore = Files.readAllBytes(directory.resolve(SpoolKeys.FILE));
        KeyDestruction destruction = destruction("shop");
        erasures.destroyKeys(List.of(destruction));

        List<SegmentParcel> left = parcels();
        assertThat(left).extracting(SegmentParcel::id).containsExactly(gone.id(), others.id(), later.id());
        assertThat(left).extracting(SegmentParcel::records).containsExactly(0, 2, 2);
        assertThat(SpoolRewrite.erasedIn(left.get(0))).isEqualTo(2);
        assertThat(entries()).extracting(SpoolEntry::generation).containsExactly(2, 1, 2);
        assertThat(spool.files().sums().stream().mapToLong(Holding::records).sum())
                .isEqualTo(6);
        String keys = Files.readString(directory.resolve(SpoolKeys.FILE));
        assertThat(new String(keysBefore, StandardCharsets.UTF_8)).isNotEqualTo(keys);
        SpoolKeys kept = new SpoolKeys(directory, Optional.of(TestMasterKeys.first(temporary)));
        assertThatThrownBy(() -> kept.of("shop", 1)).hasMessageContaining("got none");

        erasures.destroyKeys(List.of(destruction));
        assertThat(Files.readString(directory.resolve(SpoolKeys.FILE))).isEqualTo(keys);
        reopen(Optional.of(TestMasterKeys.first(temporary)));
        assertThat(parcels()).extracting(SegmentParcel::records).containsExactly(0, 2, 2);
    }

    @Test
    void whatIsDamagedGoesWithItsKeyAndKeepsNothingFromStarting() throws Exception {
        append("shop", LONG_AGO);
        append("shop", LONG_AGO);
        SpoolEntry damaged = entries().get(0);
        try (RandomAccessFile bytes = new RandomAccessFile(damaged.file().path().toFile(), "rw")) {
            bytes.seek(damaged.at() + damaged.bytes() - 5);
            bytes.writeInt(7);
        }
        new SpoolErasures(spool).destroyKeys(List.of(destruction("shop")));
        reopen(Optional.of(TestMasterKeys.first(temporary)));
        assertThat(parcels()).extracting(SegmentParcel::records).containsExactly(0);
        assertThat(SpoolRewrite.erasedIn(parcels().get(0))).isEqualTo(2);
    }

    @Test
    void whatIsSpooledAfterADestructionWasHeardOfStays() throws Exception {
        KeyDestruction destruction = destruction("shop");
        new SpoolErasures(spool).destroyKeys(List.of(destruction));
        append("shop", Instant.now());
        reopen(Optional.of(TestMasterKeys.first(temporary)));
        new SpoolErasures(spool).destroyKeys(List.of(destruction));
        assertThat(parcels()).extracting(SegmentParcel::records).containsExactly(2);
        assertThat(entries()).extracting(SpoolEntry::generation).containsExactly(1);
    }

    @Test
    void aKeyThatCouldNotBeDestroyedIsDestroyedTheNextTime() throws Exception {
        append("shop", LONG_AGO);
        SpoolErasures erasures = new SpoolErasures(spool);
        KeyDestruction destruction = destruction("shop");
        failingForces.set(1);
        assertThatThrownBy(() -> erasures.destroyKeys(List.of(destruction))).isInstanceOf(IOException.class);
        assertThat(parcels()).extracting(SegmentParcel::records).containsExactly(2);

        reopen(Optional.of(TestMasterKeys.first(temporary)));
        SpoolErasures again = new SpoolErasures(spool);
        again.destroyKeys(List.of(destruction));
        assertThat(parcels()).extracting(SegmentParcel::records).containsExactly(0);
        SpoolKeys kept = new SpoolKeys(directory, Optional.of(TestMasterKeys.first(temporary)));
        assertThatThrownBy(() -> kept.of("shop", 1)).hasMessageContaining("got none");
    }

    @Test
    void whatABrokenOffDestructionLeftGoesAlsoAfterAnotherErasureRewroteItsFile() throws Exception {
        append("shop", LONG_AGO);
        append("other", LONG_AGO);
        spool.endFile();
        append("shop", LONG_AGO);
        append("other", LONG_AGO);
        makeKeysOlder();
        KeyDestruction destruction = new KeyDestruction("shop", Instant.now().minus(Duration.ofMinutes(1)));
        failingForces.set(1);
        assertThatThrownBy(() -> new SpoolErasures(spool).destroyKeys(List.of(destruction)))
                .isInstanceOf(IOException.class);
        assertThat(entries()).extracting(SpoolEntry::generation).containsExactlyInAnyOrder(1, 1, 1, 2);

        reopen(Optional.of(TestMasterKeys.first(temporary)));
        SpoolErasures erasures = new SpoolErasures(spool);
        Instant until = LONG_AGO.plusSeconds(60);
        assertThat(erasures.erase(List.of(
                        new Erasure(1, "other", until, new OfAttribute("user.id", "u-1")),
                        new Erasure(2, "shop", until, new OfAttribute("user.id", "u-1")))))
                .isTrue();
        erasures.destroyKeys(List.of(destruction));
        assertThat(parcels())
                .extracting(SegmentParcel::tenant, SegmentParcel::records)
                .containsExactlyInAnyOrder(tuple("shop", 0), tuple("other", 1), tuple("shop", 0), tuple("other", 1));
    }

    @Test
    void anErasureLeavesWhatItDoesNotMeanUnderTheKeyThatIsToBeDestroyed() throws Exception {
        append("shop", LONG_AGO);
        append("other", LONG_AGO);
        place().keys().retire(destruction("shop"));
        Erasure erasure = new Erasure(1, "other", LONG_AGO.plusSeconds(60), new OfAttribute("user.id", CANARY));
        new SpoolErasures(spool).erase(List.of(erasure));
        assertThat(parcels()).extracting(SegmentParcel::records).containsExactly(2, 1);
        assertThat(entries()).extracting(SpoolEntry::generation).containsExactly(1, 1);
    }

    @Test
    void aTenantsFirstKeyIsAppendedToThoseThatAreThere() throws Exception {
        Path file = directory.resolve(SpoolKeys.FILE);
        String before = "";
        for (int tenant = 0; tenant < 5; tenant++) {
            place().keys().current("tenant-" + tenant);
            String after = Files.readString(file);
            assertThat(after).startsWith(before).hasLineCount(tenant + 1);
            before = after;
        }
        place().keys().current("tenant-0");
        assertThat(file).hasContent(before);
        SpoolKeys kept = new SpoolKeys(directory, Optional.of(TestMasterKeys.first(temporary)));
        for (int tenant = 0; tenant < 5; tenant++) {
            assertThat(kept.of("tenant-" + tenant, 1).tenant()).isEqualTo("tenant-" + tenant);
        }
    }

    @Test
    void aKeyOfWhichAKillLeftAPieceWasNeverUsedAndGivesWayToTheNext() throws Exception {
        append("shop", LONG_AGO);
        spool.close();
        Path file = directory.resolve(SpoolKeys.FILE);
        Files.writeString(file, "{\"tenant\":\"other\",\"gen" + "x".repeat(1000), StandardOpenOption.APPEND);
        open(Optional.of(TestMasterKeys.first(temporary)));
        append("other", LONG_AGO);
        reopen(Optional.of(TestMasterKeys.first(temporary)));
        assertThat(parcels()).extracting(SegmentParcel::tenant).containsExactlyInAnyOrder("shop", "other");
        assertThat(Files.readString(file)).hasLineCount(2);
    }

    @Test
    void doesNotOpenWithAFileThatHoldsNoKeys() throws Exception {
        spool.close();
        Path file = Files.writeString(directory.resolve(SpoolKeys.FILE), "hello\n");
        assertThatThrownBy(() -> open(Optional.of(TestMasterKeys.first(temporary))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ": expected the keys of the spool");
        Files.delete(file);
        open(Optional.of(TestMasterKeys.first(temporary)));
    }

    private SpoolPlace place() {
        return spool.place();
    }

    /** As if those that are there had been made an hour ago. */
    private void makeKeysOlder() throws IOException {
        spool.close();
        Path file = directory.resolve(SpoolKeys.FILE);
        String older = Files.readString(file).replaceAll("(\"createdAt\":)\"[^\"]*\"", "$1\"" + LONG_AGO + "\"");
        Files.writeString(file, older);
        open(Optional.of(TestMasterKeys.first(temporary)));
    }
}
