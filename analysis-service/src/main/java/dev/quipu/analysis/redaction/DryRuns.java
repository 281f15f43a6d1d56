package dev.quipu.analysis.redaction;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.CollectorClient;
import dev.quipu.analysis.client.CollectorTroubleException;
import dev.quipu.analysis.client.DryRunAnswer;
import dev.quipu.analysis.client.SpoolClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Lets a collector say what redaction rules would change, since collectors are who applies them. The one that is
 * configured is asked, and when it does not answer those that storage knows of, who reported last first. One that answers
 * that it is busy is not left for another: the same question could keep all of them busy.
 */
@ApplicationScoped
public class DryRuns {

    /** Beside the one that is configured. */
    private static final int MAX_OTHERS = 3;

    private final CollectorClient collectors;
    private final SpoolClient spools;
    private final String url;

    DryRuns(CollectorClient collectors, SpoolClient spools, AnalysisConfig config) {
        this.collectors = collectors;
        this.spools = spools;
        this.url = config.collector().url().toString();
    }

    /**
     * Fails with {@link CollectorTroubleException} when none can answer, and with {@code CollectorRefusedException} when
     * the question is none.
     *
     * @param question in JSON, as collectors take it
     */
    public Uni<DryRunAnswer> run(String tenant, byte[] question) {
        return collectors
                .dryRun(tenant, url, question)
                .onFailure(DryRuns::isGone)
                .recoverWithUni(trouble ->
                        spools.collectorUrls(tenant).chain(others -> first(tenant, question, others, trouble)));
    }

    private Uni<DryRunAnswer> first(String tenant, byte[] question, List<String> others, Throwable trouble) {
        Uni<DryRunAnswer> answer = Uni.createFrom()
                .failure(new CollectorTroubleException(
                        "no collector does the dry run; the one at quipu.collector.url: " + trouble.getMessage(),
                        true));
        List<String> asked = others.stream()
                .filter(other -> !other.equals(url))
                .limit(MAX_OTHERS)
                .toList();
        for (int last = asked.size() - 1; last >= 0; last--) {
            String other = asked.get(last);
            Uni<DryRunAnswer> next = answer;
            answer = collectors
                    .dryRun(tenant, other, question)
                    .onFailure(DryRuns::isGone)
                    .recoverWithUni(next);
        }
        return answer;
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof CollectorTroubleException trouble && !trouble.isPassing();
    }
}
