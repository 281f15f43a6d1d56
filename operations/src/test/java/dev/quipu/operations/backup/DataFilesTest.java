package dev.quipu.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataFilesTest {

    private static boolean belongs(String path) {
        int slash = path.lastIndexOf('/');
        return DataFiles.belongs(slash < 0 ? "" : path.substring(0, slash), path);
    }

    @Test
    void takesTablesAndSettings() {
        assertThat(belongs("base/5/1259")).isTrue();
        assertThat(belongs("base/5/1259_fsm")).isTrue();
        assertThat(belongs("base/5/16384_init")).isTrue();
        assertThat(belongs("pg_xact/0000")).isTrue();
        assertThat(belongs("PG_VERSION")).isTrue();
        assertThat(belongs("postgresql.auto.conf")).isTrue();
    }

    @Test
    void leavesWhatARestoredServerMustNotFind() {
        assertThat(belongs("postmaster.pid")).isFalse();
        assertThat(belongs("backup_label")).isFalse();
        assertThat(belongs("standby.signal")).isFalse();
        assertThat(belongs("pg_wal/000000010000000000000001")).isFalse();
        assertThat(belongs("pg_replslot/quipu_archive/state")).isFalse();
    }

    @Test
    void leavesWhatIsMadeAnew() {
        assertThat(belongs("base/pgsql_tmp/pgsql_tmp123.0")).isFalse();
        assertThat(belongs("base/5/pg_internal.init")).isFalse();
        assertThat(belongs("base/5/t3_16450")).isFalse();
        assertThat(belongs("base/5/t3_16450_fsm")).isFalse();
        assertThat(belongs("log/postgresql-2026-11-30.log")).isFalse();
        assertThat(belongs("pg_stat_tmp/db_0.stat")).isFalse();
    }

    @Test
    void leavesTheControlFileToBeReadLast() {
        assertThat(belongs("global/pg_control")).isFalse();
    }
}
