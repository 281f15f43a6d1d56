package dev.quipu.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WalSegmentTest {

    private static final int MIB_16 = 16 << 20;

    @Test
    void isNamedAsPostgresqlNamesIt() {
        assertThat(WalSegment.at(1, 0x1_0500_0028L, MIB_16).name()).isEqualTo("000000010000000100000005");
        assertThat(WalSegment.at(2, 0xFF00_0000L, MIB_16).next().name()).isEqualTo("000000020000000100000000");
        assertThat(WalSegment.at(0x1F, 0x1_4000_0000L, 1 << 30).name()).isEqualTo("0000001F0000000100000001");
    }

    @Test
    void isFoundByItsName() {
        WalSegment segment = new WalSegment(3, 0x1FF, MIB_16);
        assertThat(WalSegment.ofName(segment.name(), MIB_16)).isEqualTo(segment);
        assertThatThrownBy(() -> WalSegment.ofName("00000002.history", MIB_16))
                .hasMessage("WAL segment: expected 24 hex digits, got 00000002.history");
    }

    @Test
    void writesPositionsAsPostgresqlDoes() {
        assertThat(WalSegment.text(0x12_0500_0028L)).isEqualTo("12/5000028");
        assertThat(WalSegment.position("12/5000028")).isEqualTo(0x12_0500_0028L);
    }

    @Test
    void fetchesWholeSegmentsFirstWhateverTheDirectoryIsCalled() {
        assertThat(WalArchive.restoreCommand(Optional.of(Path.of("/a b/it's 5%")), List.of(Path.of("/pg_wal"))))
                .isEqualTo("{ test -f '/a b/it'\\''s 5%%/'\"%f\" && cp '/a b/it'\\''s 5%%/'\"%f\" \"%p\"; }"
                        + " || { test -f '/pg_wal/'\"%f\" && cp '/pg_wal/'\"%f\" \"%p\"; }"
                        + " || { test -f '/a b/it'\\''s 5%%/'\"%f\".partial"
                        + " && cp '/a b/it'\\''s 5%%/'\"%f\".partial \"%p\"; }");
    }
}
