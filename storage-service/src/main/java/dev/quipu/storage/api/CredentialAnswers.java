package dev.quipu.storage.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/** Describes, at every door that asks for a role, what it answers to others. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class CredentialAnswers implements OASFilter {

    private static final Map<String, String> ANSWERS =
            Map.of("401", StorageApi.UNAUTHORIZED, "403", StorageApi.FORBIDDEN);

    @Override
    public Operation filterOperation(Operation operation) {
        ANSWERS.forEach((status, name) -> operation
                .getResponses()
                .addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + name)));
        return operation;
    }
}
