package dev.quipu.benchmarks.rig.check;

import dev.quipu.benchmarks.rig.client.Acknowledged;
import dev.quipu.benchmarks.rig.client.RecordNumbers;
import dev.quipu.benchmarks.rig.client.RequestSource;
import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.model.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Some of the acknowledged spans, searched for by their number: each is found once. */
public final class SearchSample {

    private SearchSample() {}

    /** @param size how many spans */
    public static Check of(RequestSource source, Acknowledged client, StorageClient storage, int size)
            throws InterruptedException {
        int[] requests = client.requests().stream()
                .filter(request -> source.signal(request) == Signal.TRACES)
                .toArray();
        SplittableRandom random = new SplittableRandom(source.seed() + 1);
        int asked = requests.length == 0 ? 0 : size;
        List<String> others = new ArrayList<>();
        for (int i = 0; i < asked; i++) {
            long number = (long) requests[random.nextInt(requests.length)] * source.recordsPerRequest()
                    + random.nextInt(source.recordsPerRequest());
            String query = "span." + RecordNumbers.ATTRIBUTE + " = " + number;
            int found = storage.json("/v1/spans?limit=10&from=0&q=" + StorageClient.encoded(query))
                    .getJsonArray("spans")
                    .size();
            if (found != 1) {
                others.add(number + " found " + found + " times");
            }
        }
        String got = (asked - others.size()) + " found once" + (others.isEmpty() ? "" : ", others: " + others);
        return Check.equal("spans searched for by number", asked + " found once", got);
    }
}
