package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every service is ended by SIGTERM and started again, one after the other, while records come and questions are asked. */
class RollingRestartIT {

    private static final int SPANS_BETWEEN = 100;

    @Test
    void noRecordIsLostOrRefusedAndEveryQuestionIsAnswered() {
        try (Replicas replicas = new Replicas(Map.of("QUIPU_ANALYSIS_FEED_SLICES", "2"))) {
            replicas.start();
            TenantApi admin = new TenantApi(Replicas.TENANT, replicas.newKey("admin"));
            try (Load load = new Load(Replicas.urls(replicas.collectors()), admin)) {
                load.awaitMore(SPANS_BETWEEN);
                String trace = load.spans().get(0).traceId();
                try (Asker storage = new Asker(
                                () -> Replicas.urls(replicas.storages()),
                                List.of("/v1/traces/" + trace, "/v1/spans?limit=20", "/v1/logs?limit=20", "/v1/ledger"),
                                admin);
                        Asker analysis = new Asker(
                                () -> Replicas.urls(replicas.analyses()),
                                List.of("/api/traces/" + trace, "/store/v1/spans?limit=20", "/v1/red", "/v1/rates"),
                                admin)) {
                    for (ServiceProcess service : replicas.all()) {
                        service.restart();
                        load.awaitMore(SPANS_BETWEEN);
                    }
                    assertThat(storage.failures()).isEmpty();
                    assertThat(analysis.failures()).isEmpty();
                    assertThat(List.of(storage.answers(), analysis.answers()))
                            .allMatch(answers -> answers > SPANS_BETWEEN);
                }
                load.finish();
                new Settled(replicas, admin).assertEveryRecordIsThereOnce(load, 0);
            }
        }
    }
}
