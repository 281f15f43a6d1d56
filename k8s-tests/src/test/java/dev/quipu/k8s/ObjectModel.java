package dev.quipu.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.kubernetes.client.openapi.models.V1ClusterRole;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is wrong with an object, as strictly as a server that is told to validate: a field that its kind does not have, one
 * that is missing, one of another type. Kubernetes' own kinds are held to the models made from its OpenAPI document, others to
 * {@code schemas/GROUP_VERSION_KIND.yaml}, in which an object has no properties but those that are listed.
 */
final class ObjectModel {

    private static final Map<String, Class<?>> BUILT_IN = Map.ofEntries(
            Map.entry("v1 Namespace", V1Namespace.class),
            Map.entry("v1 ConfigMap", V1ConfigMap.class),
            Map.entry("v1 Secret", V1Secret.class),
            Map.entry("v1 Service", V1Service.class),
            Map.entry("v1 ServiceAccount", V1ServiceAccount.class),
            Map.entry("v1 PersistentVolumeClaim", V1PersistentVolumeClaim.class),
            Map.entry("apps/v1 Deployment", V1Deployment.class),
            Map.entry("apps/v1 StatefulSet", V1StatefulSet.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class),
            Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class),
            Map.entry("networking.k8s.io/v1 Ingress", V1Ingress.class),
            Map.entry("rbac.authorization.k8s.io/v1 ClusterRole", V1ClusterRole.class),
            Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", V1RoleBinding.class));

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final YAMLMapper YAML = new YAMLMapper();

    private ObjectModel() {}

    static List<String> problems(Manifest manifest) {
        Class<?> model = BUILT_IN.get(manifest.apiVersion() + " " + manifest.kind());
        return model != null
                ? problems(model, manifest.body())
                : schema(manifest)
                        .map(schema -> customProblems(schema, manifest))
                        .orElse(List.of(
                                "expected a kind that is known, got " + manifest.apiVersion() + " " + manifest.kind()));
    }

    private static List<String> customProblems(JsonSchema schema, Manifest manifest) {
        List<String> metadata = problems(V1ObjectMeta.class, manifest.at("/metadata"));
        ObjectNode rest = manifest.body().deepCopy();
        rest.remove(List.of("apiVersion", "kind", "metadata"));
        return metadata.isEmpty()
                ? schema.validate(rest).stream()
                        .map(ValidationMessage::getMessage)
                        .sorted()
                        .toList()
                : metadata;
    }

    /** A model reads itself from JSON, and refuses what it does not know. */
    private static List<String> problems(Class<?> model, JsonNode body) {
        try {
            model.getMethod("fromJson", String.class).invoke(null, body.toString());
            return List.of();
        } catch (InvocationTargetException e) {
            return List.of(String.valueOf(e.getCause().getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<JsonSchema> schema(Manifest manifest) {
        String file = "/schemas/" + manifest.apiVersion().replace('/', '_') + "_" + manifest.kind() + ".yaml";
        try (InputStream text = ObjectModel.class.getResourceAsStream(file)) {
            if (text == null) {
                return Optional.empty();
            }
            JsonNode schema = YAML.readTree(text);
            close(schema);
            return Optional.of(SCHEMAS.getSchema(schema));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && schema.path("properties").isObject()
                && !schema.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(ObjectModel::close);
    }
}
