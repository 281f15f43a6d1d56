package dev.quipu.analysis.api;

import dev.quipu.analysis.StoragePeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the packaged service. */
@QuarkusIntegrationTest
@QuarkusTestResource(StoragePeer.class)
class JaegerResourceIT extends JaegerResourceTest {}
