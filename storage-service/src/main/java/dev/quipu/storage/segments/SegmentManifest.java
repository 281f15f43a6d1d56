package dev.quipu.storage.segments;

import dev.quipu.model.TenantName;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentHead;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Holds a posted head to its own numbers, before they become the ledger's. */
final class SegmentManifest {

    private static final long MAX_DAYS_BACK = 3660;
    private static final long MAX_DAYS_AHEAD = 31;

    private static final Set<Outcome> BEFORE_STORAGE =
            EnumSet.of(Outcome.DUPLICATE, Outcome.REJECTED, Outcome.SAMPLED_OUT, Outcome.REFUSED, Outcome.ERASED);

    private SegmentManifest() {}

    /**
     * @throws SegmentFormatException when a sum, a range or an outcome is not what it has to be
     */
    static void verify(SegmentHead head) {
        require(TenantName.isValid(head.tenant()), "tenant", TenantName.EXPECTED, head.tenant());
        require(head.level() == 0, "level", "0 as collected", head.level());
        require(head.bucket() >= 0, "bucket", "0 or more", head.bucket());
        verifyDay(LocalDate.ofEpochDay(head.day()));
        verifyComponents(head);
        verifyRequests(head);
        for (SegmentHead.LedgerLine line : head.ledger()) {
            require(BEFORE_STORAGE.contains(line.outcome()), "ledger outcome", BEFORE_STORAGE, line.outcome());
            require(line.records() > 0, "ledger records", "1 or more", line.records());
        }
    }

    private static void verifyDay(LocalDate day) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        boolean isNear = !day.isBefore(today.minusDays(MAX_DAYS_BACK)) && !day.isAfter(today.plusDays(MAX_DAYS_AHEAD));
        require(isNear || day.toEpochDay() == 0, "day", "0 or a day near " + today, day);
    }

    private static void verifyComponents(SegmentHead head) {
        long records = 0;
        long setHash = 0;
        for (SegmentHead.ComponentEntry entry : head.components()) {
            require(entry.records() >= 0, "component records", "0 or more", entry.records());
            records += entry.records();
            setHash += entry.setHash();
        }
        require(records == head.recordCount(), "components' records", head.recordCount(), records);
        require(setHash == head.setHash(), "components' set-hash", head.setHash(), setHash);
    }

    private static void verifyRequests(SegmentHead head) {
        long records = 0;
        Set<RequestKey> keys = new HashSet<>();
        for (SegmentHead.RequestEntry entry : head.requests()) {
            require(entry.records() >= 0, "request records", "0 or more", entry.records());
            require(
                    keys.add(entry.key()),
                    "request keys",
                    "each once",
                    entry.key().hex() + " twice");
            records += entry.records();
        }
        require(records == head.recordCount(), "requests' records", head.recordCount(), records);
    }

    private static void require(boolean holds, String part, Object expected, Object got) {
        if (!holds) {
            throw new SegmentFormatException(part, String.valueOf(expected), String.valueOf(got));
        }
    }
}
