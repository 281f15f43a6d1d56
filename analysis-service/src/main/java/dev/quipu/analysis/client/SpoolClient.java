package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** What storage knows of collectors that hold something. Everything fails as {@link StorageHttp} says. */
@ApplicationScoped
public class SpoolClient {

    private final StorageHttp http;
    private final ObjectMapper mapper;

    SpoolClient(StorageHttp http, ObjectMapper mapper) {
        this.http = http;
        this.mapper = mapper;
    }

    /** Where collectors say that they answer; who said so last comes first. */
    public Uni<List<String>> collectorUrls(String tenant) {
        StorageQuery query = new StorageQuery("listSpools", tenant, "/v1/spools", StorageQuery.JSON);
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(query, share).map(this::urls).onTermination().invoke(share::close);
        });
    }

    private List<String> urls(StorageAnswer answer) {
        try {
            JsonNode spools = mapper.readTree(answer.body()).path("spools");
            return StreamSupport.stream(spools.spliterator(), false)
                    .filter(spool -> spool.path("url").isTextual())
                    .sorted(Comparator.comparing(
                                    (JsonNode spool) -> spool.path("reportedAt").asText())
                            .reversed())
                    .map(spool -> spool.path("url").asText())
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new StorageAnswerException("storage's spools: expected JSON, got something else", e);
        }
    }
}
