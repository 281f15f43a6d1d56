package dev.quipu.collector.scrape;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The targets among the pods and services of a cluster that carry the annotation {@code prometheus.io/scrape: "true"}.
 * What the cluster holds is watched, not asked for again and again; a cluster that cannot be reached is tried again for
 * ever. A pod that is annotated itself is not fetched once more as the end of a service.
 */
final class KubernetesTargets implements TargetSource {

    private static final Logger LOG = Logger.getLogger(KubernetesTargets.class);

    private final String tenant;
    private final ScrapeTarget.Defaults defaults;
    private final List<SharedIndexInformer<Pod>> pods = new ArrayList<>();
    private final List<SharedIndexInformer<Service>> services = new ArrayList<>();
    private final List<SharedIndexInformer<EndpointSlice>> slices = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private volatile List<ScrapeTarget> targets = List.of();

    /** @param namespaces to look in; all when empty */
    KubernetesTargets(KubernetesClient client, List<String> namespaces, String tenant, ScrapeTarget.Defaults defaults) {
        this.tenant = tenant;
        this.defaults = defaults;
        if (namespaces.isEmpty()) {
            pods.add(watch(client.pods().inAnyNamespace()));
            services.add(watch(client.services().inAnyNamespace()));
            slices.add(watch(client.discovery().v1().endpointSlices().inAnyNamespace()));
        }
        for (String namespace : namespaces) {
            pods.add(watch(client.pods().inNamespace(namespace)));
            services.add(watch(client.services().inNamespace(namespace)));
            slices.add(watch(client.discovery().v1().endpointSlices().inNamespace(namespace)));
        }
    }

    private static <T> SharedIndexInformer<T> watch(Informable<T> resources) {
        SharedIndexInformer<T> informer = resources.runnableInformer(0).exceptionHandler((isStarted, failure) -> {
            LOG.warnf("The cluster's resources can not be watched: %s", failure.getMessage());
            return true; // try again
        });
        informer.start();
        return informer;
    }

    @Override
    public List<ScrapeTarget> targets() {
        return targets;
    }

    /** Looks at what is known of the cluster; one thread at a time. */
    void refresh() {
        Map<String, ScrapeTarget> found = new LinkedHashMap<>();
        Set<String> urls = new HashSet<>();
        all(pods).flatMap(pod -> AnnotatedTargets.ofPod(pod).stream()).forEach(group -> add(found, urls, group));
        List<EndpointSlice> ends = all(slices).toList();
        Set<String> ofPods = Set.copyOf(urls);
        all(services)
                .flatMap(service -> AnnotatedTargets.ofService(service, ends).stream())
                .filter(group -> !ofPods.contains(group.wish(tenant).url()))
                .forEach(group -> add(found, urls, group));
        targets = List.copyOf(found.values());
    }

    private void add(Map<String, ScrapeTarget> found, Set<String> urls, TargetGroup group) {
        try {
            ScrapeTarget target = ScrapeTarget.of(group.wish(tenant), defaults);
            found.put(target.key(), target);
            urls.add(target.url().toString());
        } catch (IllegalArgumentException e) {
            if (told.add(group.address())) {
                LOG.warnf("%s is not fetched: %s", group.address(), e.getMessage());
            }
        }
    }

    private static <T extends HasMetadata> Stream<T> all(List<SharedIndexInformer<T>> informers) {
        return informers.stream().flatMap(informer -> informer.getStore().list().stream());
    }

    void close() {
        Stream.of(pods, services, slices).flatMap(List::stream).forEach(SharedIndexInformer::stop);
    }
}
