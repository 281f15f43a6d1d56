package dev.quipu.collector.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.collector.Otlp;
import dev.quipu.model.Signal;
import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.model.segment.SegmentReader;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The laws of {@link SpoolErasures}, on a real disk. */
class SpoolErasuresIT {

    private static final String CANARY = "u-17";
    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofHours(1));
    private static final AtomicLong SEQUENCE = new AtomicLong();

    @TempDir
    Path temporary;

    private final AtomicInteger forces = new AtomicInteger();
    private Path directory;
    private int failingForce;
    private Spool spool;
    private SpoolErasures erasures;

    @BeforeEach
    void begin() throws IOException {
        directory = Files.createDirectory(temporary.resolve("spool"));
        open();
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    private void open() throws IOException {
        spool = Spool.open(directory, new Spool.Bounds(1 << 30, 1 << 20), this::force, Optional.empty());
        erasures = new SpoolErasures(spool);
    }

    private void reopen() throws IOException {
        spool.close();
        open();
    }

    private void force(FileChannel channel) throws IOException {
        if (forces.incrementAndGet() == failingForce) {
            throw new IOException("Input/output error");
        }
        channel.force(false);
    }

    private static Span span(String user) {
        return Otlp.span().addAttributes(Otlp.text("user.id", user)).build();
    }

    /** Two spans of others, and so many of the one who is to be forgotten. */
    private SegmentParcel parcel(String tenant, Instant collectedAt, int canaries) {
        List<Span> spans = new ArrayList<>(List.of(span("u-1"), span("u-2")));
        for (int i = 0; i < canaries; i++) {
            spans.add(span(CANARY));
        }
        byte[] body = Otlp.of(spans).toByteArray();
        RecordRequest request =
                new RecordRequest(RequestKey.ofBody(tenant, Signal.TRACES, body, body.length), body, body.length);
        long now = TimeUnit.MILLISECONDS.toNanos(collectedAt.toEpochMilli());
        return RecordBatch.read(Signal.TRACES, List.of(request), IntakeLimits.DEFAULT)
                .partitions(1, now)
                .get(0)
                .encode(new SegmentId(7, SEQUENCE.incrementAndGet()), tenant, now, Set.of());
    }

    private SegmentParcel append(String tenant, Instant collectedAt, int canaries) throws Exception {
        SegmentParcel parcel = parcel(tenant, collectedAt, canaries);
        spool.append(parcel).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        return parcel;
    }

    private static Erasure erasure(long number) {
        ErasureTarget target = new OfAttribute("user.id", CANARY);
        return new Erasure(number, "shop", LONG_AGO.plusSeconds(60), target);
    }

    private boolean erase() throws IOException {
        return erasures.erase(List.of(erasure(1)));
    }

    private long held() {
        return spool.files().sums().stream().mapToLong(Holding::records).sum();
    }

    /** What lies in the files, delivered or not. */
    private List<SegmentParcel> lying(byte state) throws IOException {
        List<SegmentParcel> parcels = new ArrayList<>();
        for (SpoolFile file : spool.files().list()) {
            SpoolCursor cursor = new SpoolCursor(file, state);
            for (Optional<SpoolEntry> entry = cursor.next(); entry.isPresent(); entry = cursor.next()) {
                parcels.add(file.parcel(entry.get()));
            }
        }
        return parcels;
    }

    private static long canaries(SegmentParcel parcel) {
        Segment segment = Segment.parse(parcel.framed());
        SegmentReader reader = SegmentReader.of(segment);
        long found = 0;
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            int size = reader.rows(group).size();
            found += reader.rowGroup(group).spans(0, size).stream()
                    .filter(span -> span.toString().contains(CANARY))
                    .count();
        }
        return found;
    }

    private long canaries() throws IOException {
        return Stream.concat(lying(SpoolFrame.KEPT).stream(), lying(SpoolFrame.DELIVERED).stream())
                .mapToLong(SpoolErasuresIT::canaries)
                .sum();
    }

    private static long erasedIn(SegmentParcel parcel) {
        return Segment.parse(parcel.framed()).head().ledger().stream()
                .filter(line -> line.outcome() == Outcome.ERASED)
                .mapToLong(SegmentHead.LedgerLine::records)
                .sum();
    }

    @Test
    void takesOutWhatIsErasedAndLeavesTheRest() throws Exception {
        SegmentParcel touched = append("shop", LONG_AGO, 3);
        SegmentParcel clean = append("shop", LONG_AGO, 0);
        SegmentParcel other = append("other", LONG_AGO, 2);
        SegmentParcel later = append("shop", LONG_AGO.plusSeconds(80), 1);
        assertThat(erase()).isTrue();
        List<SegmentParcel> parcels = lying(SpoolFrame.KEPT);
        assertThat(parcels)
                .extracting(SegmentParcel::id)
                .containsExactly(touched.id(), clean.id(), other.id(), later.id());
        assertThat(parcels).extracting(SpoolErasuresIT::canaries).containsExactly(0L, 0L, 2L, 1L);
        assertThat(parcels).extracting(SegmentParcel::records).containsExactly(2, 2, 4, 3);
        assertThat(parcels.get(1).toBytes()).isEqualTo(clean.toBytes());
    }

    @Test
    void whatWasErasedIsHeldUntilItsSegmentTellsTheLedger() throws Exception {
        append("shop", LONG_AGO, 3);
        erase();
        assertThat(erasedIn(lying(SpoolFrame.KEPT).get(0))).isEqualTo(3);
        assertThat(held()).isEqualTo(5);
        reopen();
        assertThat(held()).isEqualTo(5);
        spool.delivered(spool.take().orElseThrow());
        assertThat(spool.files().sums()).isEmpty();
    }

    @Test
    void aSegmentOfWhichNothingIsLeftStillTellsTheLedger() throws Exception {
        append("shop", LONG_AGO, 3);
        erase();
        erasures.erase(List.of(
                new Erasure(2, "shop", LONG_AGO.plusSeconds(60), new OfAttribute("user.id", "u-1")),
                new Erasure(3, "shop", LONG_AGO.plusSeconds(60), new OfAttribute("user.id", "u-2"))));
        SegmentParcel left = lying(SpoolFrame.KEPT).get(0);
        assertThat(left.records()).isZero();
        assertThat(erasedIn(left)).isEqualTo(5);
        assertThat(held()).isEqualTo(5);
    }

    @Test
    void whatIsDeliveredButNotDeletedGoesToo() throws Exception {
        append("shop", LONG_AGO, 3);
        append("shop", LONG_AGO, 0);
        spool.delivered(spool.take().orElseThrow());
        assertThat(canaries()).isEqualTo(3);
        erase();
        assertThat(canaries()).isZero();
        assertThat(lying(SpoolFrame.KEPT)).hasSize(1);
    }

    @Test
    void whatIsOnItsWayComesAgainUnderItsId() throws Exception {
        SegmentParcel parcel = append("shop", LONG_AGO, 3);
        SpoolEntry taken = spool.take().orElseThrow();
        erase();
        assertThat(spool.holds(taken)).isFalse();
        spool.delivered(taken);
        SpoolEntry again = spool.take().orElseThrow();
        assertThat(again.label().id()).isEqualTo(parcel.id());
        assertThat(canaries(spool.read(again))).isZero();
        spool.delivered(again);
        assertThat(held()).isZero();
    }

    @Test
    void keepsTheOrderOfFilesThatWereNotBegun() throws Exception {
        List<SegmentId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(append("shop", LONG_AGO, i % 2).id());
            spool.endFile();
        }
        erase();
        List<SegmentId> taken = new ArrayList<>();
        for (Optional<SpoolEntry> entry = spool.take(); entry.isPresent(); entry = spool.take()) {
            taken.add(entry.get().label().id());
        }
        assertThat(taken).isEqualTo(ids);
    }

    @Test
    void takesMoreWhileItErases() throws Exception {
        append("shop", LONG_AGO, 1);
        spool.endFile();
        append("shop", LONG_AGO.plusSeconds(80), 0);
        erase();
        append("shop", LONG_AGO.plusSeconds(80), 0);
        assertThat(lying(SpoolFrame.KEPT)).hasSize(3);
    }

    @Test
    void whatIsDoneIsKnownAfterARestart() throws Exception {
        append("shop", LONG_AGO, 1);
        erase();
        reopen();
        assertThat(erasures.done()).isEqualTo(1);
    }

    @Test
    void itIsNotDoneWhileRecordsMayBeOnTheirWayHere() throws Exception {
        Erasure fresh = new Erasure(1, "shop", Instant.now(), new OfAttribute("user.id", CANARY));
        append("shop", LONG_AGO, 1);
        assertThat(erasures.erase(List.of(fresh))).isFalse();
        assertThat(canaries()).isZero();
        assertThat(erasures.done()).isZero();
        append("shop", LONG_AGO, 2);
        assertThat(erasures.erase(List.of(fresh))).isFalse();
        assertThat(canaries()).isZero();
        assertThat(held()).isEqualTo(3 + 4);
    }

    @Test
    void aCrashBeforeTheSwapLeavesWhatWasThereAndItIsErasedAgain() throws Exception {
        append("shop", LONG_AGO, 3);
        failingForce = forces.get() + 1;
        assertThatThrownBy(this::erase).isInstanceOf(IOException.class);
        Files.write(directory.resolve("0000000000000000001" + SpoolFile.SUFFIX + SpoolFile.NEXT), new byte[100]);
        reopen();
        assertThat(canaries()).isEqualTo(3);
        assertThat(held()).isEqualTo(5);
        erase();
        assertThat(canaries()).isZero();
        assertThat(held()).isEqualTo(5);
        assertThat(files(SpoolFile.NEXT)).isEmpty();
    }

    @Test
    void aCrashBetweenTheNoteAndTheSwapCountsNothingThatIsNotErased() throws Exception {
        append("shop", LONG_AGO, 3);
        spool.endFile();
        String name = String.valueOf(spool.files().list().get(0).path().getFileName());
        Files.writeString(directory.resolve(SpoolErasures.FILE), "{\"done\":0,\"rewritten\":[\"" + name + "\"]}");
        reopen();
        assertThat(held()).isEqualTo(5);
        erase();
        assertThat(held()).isEqualTo(5);
        assertThat(canaries()).isZero();
    }

    @Test
    void aCrashAfterTheSwapErasesNothingTwice() throws Exception {
        append("shop", LONG_AGO, 3);
        erase();
        Path note = directory.resolve(SpoolErasures.FILE);
        Files.writeString(note, Files.readString(note).replace("\"done\":1", "\"done\":0"));
        reopen();
        assertThat(erasures.done()).isZero();
        assertThat(held()).isEqualTo(5);
        erase();
        assertThat(lying(SpoolFrame.KEPT)).hasSize(1);
        assertThat(erasedIn(lying(SpoolFrame.KEPT).get(0))).isEqualTo(3);
        assertThat(held()).isEqualTo(5);
    }

    @Test
    void aNoteThatCanNotBeReadHasEverythingLookedThroughAgain() throws Exception {
        append("shop", LONG_AGO, 3);
        erase();
        Files.writeString(directory.resolve(SpoolErasures.FILE), "{");
        reopen();
        assertThat(erasures.done()).isZero();
        erase();
        assertThat(erasures.done()).isEqualTo(1);
        assertThat(erasedIn(lying(SpoolFrame.KEPT).get(0))).isEqualTo(3);
    }

    @Test
    void aDamagedSegmentIsKeptForTheQuarantineAndThoseBesideItAreErased() throws Exception {
        SegmentParcel damaged = append("shop", LONG_AGO, 0);
        append("shop", LONG_AGO, 2);
        spool.endFile();
        try (RandomAccessFile bytes =
                new RandomAccessFile(spool.files().list().get(0).path().toFile(), "rw")) {
            bytes.seek(SpoolFrame.BYTES + damaged.toBytes().length - 1);
            int last = bytes.read();
            bytes.seek(SpoolFrame.BYTES + damaged.toBytes().length - 1);
            bytes.write(last ^ 1);
        }
        erase();
        SpoolEntry first = spool.take().orElseThrow();
        assertThatThrownBy(() -> spool.read(first)).hasMessageContaining("CRC-32C");
        assertThat(canaries(spool.read(spool.take().orElseThrow()))).isZero();
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(path -> path.toString().endsWith(suffix)).toList();
        }
    }
}
