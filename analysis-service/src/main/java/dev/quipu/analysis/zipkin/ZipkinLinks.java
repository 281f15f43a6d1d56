package dev.quipu.analysis.zipkin;

import dev.quipu.analysis.read.TraceScan;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.Span;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import zipkin2.DependencyLink;
import zipkin2.codec.DependencyLinkBytesEncoder;
import zipkin2.internal.DependencyLinker;

/**
 * Counts the calls between services by the rules of Zipkin's own linker, over the newest stored traces of a window. As
 * there, traces of the same low 64 bits of their ids count as one, when they lie near each other; equal spans once.
 */
@ApplicationScoped
public class ZipkinLinks {

    private final TraceScan scan;

    ZipkinLinks(TraceScan scan) {
        this.scan = scan;
    }

    /** As Zipkin's JSON. */
    public Uni<byte[]> count(String tenant, Window window) {
        return Uni.createFrom().deferred(() -> {
            DependencyLinker linker = new DependencyLinker();
            return scan.over(tenant, RecordFilter.ALL, window, spans -> put(spans, linker))
                    .map(truncated -> encoded(linker.link()));
        });
    }

    private static void put(List<Span> spans, DependencyLinker linker) {
        Map<Long, Set<zipkin2.Span>> traces = new LinkedHashMap<>();
        for (Span span : spans) {
            traces.computeIfAbsent(span.traceId().low(), low -> new LinkedHashSet<>())
                    .add(ZipkinSpans.of(span));
        }
        traces.values().forEach(trace -> linker.putTrace(new ArrayList<>(trace)));
    }

    private static byte[] encoded(List<DependencyLink> links) {
        return DependencyLinkBytesEncoder.JSON_V1.encodeList(links);
    }
}
