package dev.quipu.analysis.incident;

import static dev.quipu.analysis.incident.ServedSpans.START;
import static dev.quipu.analysis.incident.ServedSpans.minute;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.quipu.analysis.client.KeptIncident;
import dev.quipu.analysis.incident.IncidentTick.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IncidentTickTest {

    private final ObjectMapper mapper = new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule());
    private final ServedSpans served = new ServedSpans();
    private final CallPaths paths = new CallPaths();

    IncidentTickTest() {
        paths.add("shop", "cart");
    }

    /** The cart fails in twenty minutes, and the shop with it. */
    private void somethingGoesWrong(int from, int to) {
        for (int minute = 0; minute < 60; minute++) {
            boolean isWrong = minute >= from && minute < to;
            served.add("cart", minute, 60, isWrong ? 0.4 : 0.01, 0);
            served.add("shop", minute, 60, isWrong ? 0.3 : 0.01, 0);
            served.add("mail", minute, 60, 0.01, 0);
        }
    }

    private List<Change> look(int minutes, List<KnownIncident> known) {
        return new IncidentTick("default", served.minutes(minutes), minute(minutes), paths).changes(known, START);
    }

    /** As storage would have it. */
    private KnownIncident kept(Change change) {
        KeptIncident incident = change.kept(mapper.valueToTree(change.document()));
        return KnownIncident.of(
                        new KeptIncident(
                                incident.id(),
                                incident.startedAt(),
                                incident.endedAt(),
                                incident.version() + 1,
                                incident.components(),
                                incident.document()),
                        mapper)
                .orElseThrow();
    }

    @Test
    void whatRisesTogetherIsOneIncidentThatIsCarriedOnAndClosed() {
        somethingGoesWrong(30, 50);
        Change begun = look(34, List.of()).get(0);
        assertThat(begun.startedAt()).isEqualTo(Instant.ofEpochSecond(minute(30)));
        assertThat(begun.endedAt()).isEmpty();
        assertThat(begun.document().symptoms())
                .extracting(IncidentDocument.SymptomLine::component)
                .containsExactly("cart", "shop");
        assertThat(begun.causesWanted()).hasValueSatisfying(asked -> {
            assertThat(asked.foremost().component()).isEqualTo("shop");
            assertThat(asked.fromUnixSeconds()).isEqualTo(minute(30));
            assertThat(asked.toUnixSeconds()).isEqualTo(minute(34));
        });
        Change later = look(45, List.of(kept(begun))).get(0);
        assertThat(later.id()).isEqualTo(begun.id());
        assertThat(later.known()).isPresent();
        Change over = look(58, List.of(kept(later))).get(0);
        assertThat(over.endedAt()).contains(Instant.ofEpochSecond(minute(50)));
        assertThat(look(59, List.of(kept(over))))
                .as("nothing is new then")
                .allMatch(change -> change.isSameAs(change.document()));
    }

    @Test
    void everyReplicaGivesItTheSameId() {
        somethingGoesWrong(30, 50);
        assertThat(look(40, List.of()).get(0).id())
                .isEqualTo(look(40, List.of()).get(0).id());
    }

    @Test
    void whatIsNotFoundAnyMoreIsClosed() {
        somethingGoesWrong(30, 50);
        KnownIncident known = kept(look(40, List.of()).get(0));
        ServedSpans healthy = new ServedSpans();
        for (int minute = 0; minute < 60; minute++) {
            healthy.add("cart", minute, 60, 0.01, 0);
            healthy.add("shop", minute, 60, 0.01, 0);
        }
        List<Change> changes = new IncidentTick("default", healthy.minutes(20), minute(20), paths)
                .changes(List.of(known), START - 7200);
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.id()).isEqualTo(known.kept().id());
            assertThat(change.endedAt()).isPresent();
        });
    }

    @Test
    void aDocumentOfAnotherKindIsLeftOut() {
        KeptIncident strange = new KeptIncident(
                new UUID(1, 2),
                Instant.EPOCH,
                Optional.empty(),
                1,
                List.of(),
                mapper.createObjectNode().put("symptoms", "none"));
        assertThat(KnownIncident.of(strange, mapper)).isEmpty();
    }
}
